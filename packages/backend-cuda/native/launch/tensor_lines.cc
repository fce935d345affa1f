#include "launch/tensor.h"

namespace prattle::cuda {
namespace {

/// Lines whose elements lie together go to warps, others to threads.
template <class Command>
void alongLines(Device& device, const char* byWarps, const char* byThreads, const Command& c) {
  const Index lines = c.outer * c.inner;
  if (lines * c.length == 0) return;
  const bool together = c.inner == 1;
  device.launch(together ? byWarps : byThreads, device.gridFor(together ? lines * kWarp : lines, kThreads), kThreads, c);
}

}  // namespace

void run(Device& device, const Locate& c) { alongLines(device, "prattle_tensor_locate_by_warps", "prattle_tensor_locate_by_threads", c); }

void run(Device& device, const Accumulate& c) {
  alongLines(device, "prattle_tensor_accumulate_by_warps", "prattle_tensor_accumulate_by_threads", c);
}

void run(Device& device, const Softmax& c) {
  if (c.rows * c.width > 0) device.launch("prattle_tensor_softmax", device.gridFor(c.rows * kWarp, kThreads), kThreads, c);
}

}  // namespace prattle::cuda
