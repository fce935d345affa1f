// What every kernel file includes: the commands' structs, and CUDA's language, which the CPU emulator also speaks.
//
//   PRATTLE_KERNEL(scale, Scale, 256) { … c.y[i] = c.factor * c.x[i]; … }
//
// defines the kernel `prattle_scale`. It takes one struct `c`, usually the command itself, and never runs with more
// threads in a block than said; a number after that says how many blocks a multiprocessor should have registers for.
// Kernels are given no pointer that is not 4-byte aligned; addresses of whole tensors are aligned to 256 bytes, views of
// them to 4.
#pragma once
#include "operations.h"

#if defined(__CUDACC__)
#define PRATTLE_KERNEL(name, Arguments, ...) \
  extern "C" __global__ void __launch_bounds__(__VA_ARGS__) prattle_##name(const Arguments c)
#define PRATTLE_DYNAMIC_SHARED(Type, name)                 \
  extern __shared__ float4 prattle_dynamic_shared_memory[]; \
  Type* const name = reinterpret_cast<Type*>(prattle_dynamic_shared_memory)
#else
#include "cuda.h"
#endif

#define PRATTLE_DEVICE __device__ __forceinline__

namespace prattle {

constexpr int kWarp = 32;
constexpr unsigned kAllLanes = 0xffffffffu;

/// This thread among all threads of a one-dimensional grid, and how many there are.
PRATTLE_DEVICE Index globalThread() { return (Index)blockIdx.x * blockDim.x + threadIdx.x; }
PRATTLE_DEVICE Index globalThreads() { return (Index)gridDim.x * blockDim.x; }

/// A sum or maximum over each kLanes neighbouring lanes of the warp, for all of them; a power of two.
template <int kLanes, class Value>
PRATTLE_DEVICE Value lanesSum(Value value) {
  for (int mask = kLanes / 2; mask > 0; mask /= 2) value += __shfl_xor_sync(kAllLanes, value, mask);
  return value;
}
template <int kLanes>
PRATTLE_DEVICE float lanesMaximum(float value) {
  for (int mask = kLanes / 2; mask > 0; mask /= 2) value = fmaxf(value, __shfl_xor_sync(kAllLanes, value, mask));
  return value;
}

PRATTLE_DEVICE float warpSum(float value) { return lanesSum<kWarp>(value); }
PRATTLE_DEVICE float warpMaximum(float value) { return lanesMaximum<kWarp>(value); }

/// The block's sum, for all of its threads. `partial` is shared memory of 32 floats. All threads of the block take part, whole warps of them.
PRATTLE_DEVICE float blockSum(float value, float* partial) {
  const int warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp, warps = blockDim.x / kWarp;
  value = warpSum(value);
  __syncthreads();  // whoever read `partial` before is done
  if (lane == 0) partial[warp] = value;
  __syncthreads();
  return warpSum(lane < warps ? partial[lane] : 0.0f);
}

PRATTLE_DEVICE float blockMaximum(float value, float* partial) {
  const int warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp, warps = blockDim.x / kWarp;
  value = warpMaximum(value);
  __syncthreads();
  if (lane == 0) partial[warp] = value;
  __syncthreads();
  return warpMaximum(lane < warps ? partial[lane] : -INFINITY);
}

}  // namespace prattle
