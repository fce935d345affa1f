// Reductions of x [outer, length, inner] along its second axis, in passes: a pass reduces chunks of it, and what is left of
// many chunks is reduced by another one (launch/tensor_reduce.cc). How it is divided follows from the shape alone, so that the
// same bits come out on every device.
//
// With inner = 1 a warp or a block shares a chunk: each lane adds up every 32nd (256th) element, then the lanes are reduced
// by a tree. Else a thread takes a chunk of a column, and neighbours read neighbouring columns.
// Sums of n terms: within n/32 + 5 (n/256 + 8, n) roundings of the sum of their magnitudes, in the worst case.
#include "tensor.cuh"

using namespace prattle;

namespace {

template <class Value>
struct Limits;
template <>
struct Limits<float> {
  static PRATTLE_DEVICE float least() { return -INFINITY; }
  static PRATTLE_DEVICE float greatest() { return INFINITY; }
};
template <>
struct Limits<int32_t> {
  static PRATTLE_DEVICE int32_t least() { return INT32_MIN; }
  static PRATTLE_DEVICE int32_t greatest() { return INT32_MAX; }
};
template <>
struct Limits<Bool> {
  static PRATTLE_DEVICE Bool least() { return 0; }
  static PRATTLE_DEVICE Bool greatest() { return 1; }
};

PRATTLE_DEVICE float plus(float a, float b) { return a + b; }
PRATTLE_DEVICE int32_t plus(int32_t a, int32_t b) { return wrapped((unsigned)a + (unsigned)b); }
PRATTLE_DEVICE Bool plus(Bool a, Bool b) { return a | b; }
PRATTLE_DEVICE float times(float a, float b) { return a * b; }
PRATTLE_DEVICE int32_t times(int32_t a, int32_t b) { return wrapped((unsigned)a * (unsigned)b); }
PRATTLE_DEVICE Bool times(Bool a, Bool b) { return a & b; }

template <class Value>
PRATTLE_DEVICE Value neutral(Reduction reduction) {
  switch (reduction) {
    case Reduction::kProduct:
    case Reduction::kAll: return (Value)1;
    case Reduction::kGreatest: return Limits<Value>::least();
    case Reduction::kLeast: return Limits<Value>::greatest();
    default: return (Value)0;
  }
}

template <class Value>
PRATTLE_DEVICE Value joined(Reduction reduction, Value a, Value b) {
  switch (reduction) {
    case Reduction::kProduct:
    case Reduction::kAll: return times(a, b);
    // What is no number stays.
    case Reduction::kGreatest: return a > b || a != a ? a : b;
    case Reduction::kLeast: return a < b || a != a ? a : b;
    default: return plus(a, b);
  }
}

/// By xor, so that all lanes have the result, and bytes as integers, since there is no shuffle for them.
template <class Value>
PRATTLE_DEVICE Value warpJoined(Reduction reduction, Value value) {
  for (int mask = kWarp / 2; mask > 0; mask /= 2) value = joined(reduction, value, __shfl_xor_sync(kAllLanes, value, mask));
  return value;
}
template <>
PRATTLE_DEVICE Bool warpJoined(Reduction reduction, Bool value) {
  for (int mask = kWarp / 2; mask > 0; mask /= 2)
    value = joined(reduction, value, (Bool)__shfl_xor_sync(kAllLanes, (int)value, mask));
  return value;
}

template <class Value>
PRATTLE_DEVICE void write(const ReduceWork& c, Index i, Value value) {
  static_cast<Value*>(c.y)[i] = value;
}
template <>
PRATTLE_DEVICE void write(const ReduceWork& c, Index i, float value) {
  static_cast<float*>(c.y)[i] = value / c.divisor;
}

/// `lanes` threads share a chunk: 32, or the whole block.
template <class Value>
PRATTLE_DEVICE void reduceRows(const ReduceWork& c, int lanes) {
  __shared__ Value partial[kWarp];
  const Reduction reduction = (Reduction)c.reduction;
  const int lane = threadIdx.x % lanes, groups = blockDim.x / lanes;
  const Index chunks = c.outer * c.parts;
  for (Index first = (Index)blockIdx.x * groups; first < chunks; first += (Index)gridDim.x * groups) {
    const Index i = first + threadIdx.x / lanes, row = i / c.parts, start = i % c.parts * c.chunk;
    const Index end = i >= chunks ? 0 : start + c.chunk < c.length ? start + c.chunk : c.length;
    const Value* const x = static_cast<const Value*>(c.x) + row * c.length;
    Value value = neutral<Value>(reduction);
    for (Index at = start + lane; at < end; at += lanes) value = joined(reduction, value, x[at]);
    value = warpJoined(reduction, value);
    if (lanes > kWarp) {
      const int warp = threadIdx.x / kWarp;
      __syncthreads();  // whoever read `partial` before is done
      if (threadIdx.x % kWarp == 0) partial[warp] = value;
      __syncthreads();
      value = (int)threadIdx.x % kWarp < lanes / kWarp ? partial[threadIdx.x % kWarp] : neutral<Value>(reduction);
      value = warpJoined(reduction, value);
    }
    if (lane == 0 && i < chunks) write(c, i, value);
  }
}

template <class Value>
PRATTLE_DEVICE void reduceColumns(const ReduceWork& c) {
  const Reduction reduction = (Reduction)c.reduction;
  const Index size = c.outer * c.parts * c.inner;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    const Index part = i / c.inner % c.parts, row = i / (c.inner * c.parts), start = part * c.chunk;
    const Index end = start + c.chunk < c.length ? start + c.chunk : c.length;
    const Value* const x = static_cast<const Value*>(c.x) + row * c.length * c.inner + i % c.inner;
    Value value = neutral<Value>(reduction);
    for (Index at = start; at < end; at++) value = joined(reduction, value, x[at * c.inner]);
    write(c, i, value);
  }
}

PRATTLE_DEVICE void reduceRowsOfType(const ReduceWork& c, int lanes) {
  switch ((Element)c.type) {
    case Element::kFloat32: reduceRows<float>(c, lanes); break;
    case Element::kInt32: reduceRows<int32_t>(c, lanes); break;
    case Element::kBool: reduceRows<Bool>(c, lanes); break;
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_reduce_by_warps, ReduceWork, 256) { reduceRowsOfType(c, kWarp); }

PRATTLE_KERNEL(tensor_reduce_by_blocks, ReduceWork, 256) { reduceRowsOfType(c, (int)blockDim.x); }

PRATTLE_KERNEL(tensor_reduce_columns, ReduceWork, 256) {
  switch ((Element)c.type) {
    case Element::kFloat32: reduceColumns<float>(c); break;
    case Element::kInt32: reduceColumns<int32_t>(c); break;
    case Element::kBool: reduceColumns<Bool>(c); break;
  }
}
