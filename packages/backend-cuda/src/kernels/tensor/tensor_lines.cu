// What goes along lines of x [outer, length, inner] and is not a plain reduction: where the greatest element is, running sums
// and products, softmax. A warp takes a line; for a locate or running sum with inner > 1, whose elements lie apart, a thread
// does, and neighbours read neighbouring lines.
//
// A running sum adds 32 elements by a tree and carries the sum of those before: within n/32 + 5 roundings of the sum of
// magnitudes. Softmax: expf and one division, within 1e-6 of the composed one.
#include "tensor.cuh"

using namespace prattle;

namespace {

template <class Value>
PRATTLE_DEVICE bool before(const Locate& c, Value a, int32_t i, Value b, int32_t j) {
  if (a == b) return i < j;
  // What is no number is found only where there is nothing else.
  if (b != b) return a == a || i < j;
  return c.least ? a < b : a > b;
}

/// The first of equal elements, as for one thread that goes through all of them.
template <class Value>
PRATTLE_DEVICE void locateByWarps(const Locate& c) {
  const int lane = threadIdx.x % kWarp, warps = blockDim.x / kWarp;
  for (Index line = (Index)blockIdx.x * warps + threadIdx.x / kWarp; line < c.outer; line += (Index)gridDim.x * warps) {
    const Value* const x = static_cast<const Value*>(c.x) + line * c.length;
    int32_t best = lane < c.length ? lane : 0;
    Value value = x[best];
    for (Index i = lane; i < c.length; i += kWarp) {
      if (before(c, x[i], (int32_t)i, value, best)) value = x[i], best = (int32_t)i;
    }
    for (int mask = kWarp / 2; mask > 0; mask /= 2) {
      const Value otherValue = __shfl_xor_sync(kAllLanes, value, mask);
      const int32_t other = __shfl_xor_sync(kAllLanes, best, mask);
      if (before(c, otherValue, other, value, best)) value = otherValue, best = other;
    }
    if (lane == 0) c.y[line] = best;
  }
}

template <class Value>
PRATTLE_DEVICE void locateByThreads(const Locate& c) {
  for (Index i = globalThread(); i < c.outer * c.inner; i += globalThreads()) {
    const Value* const x = static_cast<const Value*>(c.x) + i / c.inner * c.length * c.inner + i % c.inner;
    int32_t best = 0;
    for (Index at = 1; at < c.length; at++) {
      const Value value = x[at * c.inner], greatest = x[best * c.inner];
      if (c.least ? value < greatest : value > greatest) best = (int32_t)at;
    }
    c.y[i] = best;
  }
}

PRATTLE_DEVICE float joined(bool product, float a, float b) { return product ? a * b : a + b; }
PRATTLE_DEVICE int32_t joined(bool product, int32_t a, int32_t b) {
  return wrapped(product ? (unsigned)a * (unsigned)b : (unsigned)a + (unsigned)b);
}

template <class Value>
PRATTLE_DEVICE void accumulateByWarps(const Accumulate& c) {
  const int lane = threadIdx.x % kWarp, warps = blockDim.x / kWarp;
  const bool product = c.product;
  const Value none = product ? (Value)1 : (Value)0;
  for (Index line = (Index)blockIdx.x * warps + threadIdx.x / kWarp; line < c.outer; line += (Index)gridDim.x * warps) {
    const Value* const x = static_cast<const Value*>(c.x) + line * c.length;
    Value* const y = static_cast<Value*>(c.y) + line * c.length;
    Value carried = none;
    for (Index start = 0; start < c.length; start += kWarp) {
      const Index i = start + lane, at = c.reverse ? c.length - 1 - i : i;
      Value sum = i < c.length ? x[at] : none;
      for (int by = 1; by < kWarp; by *= 2) {
        const Value left = __shfl_up_sync(kAllLanes, sum, by);
        if (lane >= by) sum = joined(product, left, sum);
      }
      const Value left = __shfl_up_sync(kAllLanes, sum, 1);
      const Value here = c.exclusive ? (lane == 0 ? none : left) : sum;
      if (i < c.length) y[at] = joined(product, carried, here);
      carried = joined(product, carried, __shfl_sync(kAllLanes, sum, kWarp - 1));
    }
  }
}

template <class Value>
PRATTLE_DEVICE void accumulateByThreads(const Accumulate& c) {
  for (Index i = globalThread(); i < c.outer * c.inner; i += globalThreads()) {
    const Index start = i / c.inner * c.length * c.inner + i % c.inner;
    Value sum = c.product ? (Value)1 : (Value)0;
    for (Index at = 0; at < c.length; at++) {
      const Index place = start + (c.reverse ? c.length - 1 - at : at) * c.inner;
      const Value next = joined(c.product, sum, static_cast<const Value*>(c.x)[place]);
      static_cast<Value*>(c.y)[place] = c.exclusive ? sum : next;
      sum = next;
    }
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_locate_by_warps, Locate, 256) {
  if ((Element)c.type == Element::kFloat32) locateByWarps<float>(c);
  else locateByWarps<int32_t>(c);
}

PRATTLE_KERNEL(tensor_locate_by_threads, Locate, 256) {
  if ((Element)c.type == Element::kFloat32) locateByThreads<float>(c);
  else locateByThreads<int32_t>(c);
}

PRATTLE_KERNEL(tensor_accumulate_by_warps, Accumulate, 256) {
  if ((Element)c.type == Element::kFloat32) accumulateByWarps<float>(c);
  else accumulateByWarps<int32_t>(c);
}

PRATTLE_KERNEL(tensor_accumulate_by_threads, Accumulate, 256) {
  if ((Element)c.type == Element::kFloat32) accumulateByThreads<float>(c);
  else accumulateByThreads<int32_t>(c);
}

PRATTLE_KERNEL(tensor_softmax, Softmax, 256) {
  const int lane = threadIdx.x % kWarp, warps = blockDim.x / kWarp;
  for (Index row = (Index)blockIdx.x * warps + threadIdx.x / kWarp; row < c.rows; row += (Index)gridDim.x * warps) {
    const float* const x = c.x + row * c.width;
    float* const y = c.y + row * c.width;
    float greatest = -INFINITY;
    for (Index i = lane; i < c.width; i += kWarp) greatest = fmaxf(greatest, x[i]);
    greatest = warpMaximum(greatest);
    float sum = 0.0f;
    for (Index i = lane; i < c.width; i += kWarp) sum += expf(x[i] - greatest);
    sum = warpSum(sum);
    for (Index i = lane; i < c.width; i += kWarp) y[i] = expf(x[i] - greatest) / sum;
  }
}
