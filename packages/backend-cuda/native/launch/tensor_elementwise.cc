#include "launch/tensor.h"
#include "launch/tensor_axes.h"

namespace prattle::cuda {
namespace {

template <class Work>
void elementwise(Device& device, const char* kernel, Index size, const Work& work) {
  if (size > 0) device.launch(kernel, device.gridFor(size, kThreads), kThreads, work);
}

const char* zipKernel(Index type) {
  switch ((Element)type) {
    case Element::kInt32: return "prattle_tensor_zip_integer";
    case Element::kBool: return "prattle_tensor_zip_bool";
    default: return "prattle_tensor_zip_float";
  }
}

}  // namespace

void run(Device& device, const Sequence& c) { elementwise(device, "prattle_tensor_sequence", c.size, c); }
void run(Device& device, const Convert& c) { elementwise(device, "prattle_tensor_convert", c.size, c); }
void run(Device& device, const Map& c) { elementwise(device, "prattle_tensor_map", c.size, c); }
void run(Device& device, const Select& c) { elementwise(device, "prattle_tensor_select", c.size, c); }
void run(Device& device, const Take& c) { elementwise(device, "prattle_tensor_take", c.batch * c.outer * c.count * c.inner, c); }
void run(Device& device, const OneHot& c) { elementwise(device, "prattle_tensor_one_hot", c.count * c.depth, c); }

void run(Device& device, const Zip& c) {
  const AxesWork axes = axesOf(c, [](const ZipGroup& group, Index& length, Index& a, Index& b) {
    length = group.length, a = group.strideA, b = group.strideB;
  });
  elementwise(device, zipKernel(c.type), axes.size, ZipWork{c.y, c.a, c.b, (int)c.function, axes});
}

void run(Device& device, const Unfold& c) {
  elementwise(device, "prattle_tensor_unfold", c.batch * c.outHeight * c.outWidth * c.filterHeight * c.filterWidth * c.channels, c);
}
void run(Device& device, const Fold& c) { elementwise(device, "prattle_tensor_fold", c.batch * c.height * c.width * c.channels, c); }

}  // namespace prattle::cuda
