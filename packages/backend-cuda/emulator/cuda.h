// CUDA's language for an ordinary C++ compiler: what the kernel files use of it, so that they can be compiled to run on
// the CPU, thread by thread as they are written. Slow, and the same arithmetic; a test of kernels where there is no GPU.
//
// Every thread of a block is a fiber (fibers.cc). Threads run one after the other up to a barrier; blocks one after the other.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __align__(bytes) __attribute__((aligned(bytes)))
// One block runs at a time, so what a block shares is what is static.
#define __shared__ static

struct uint3 {
  unsigned x, y, z;
};
extern uint3 threadIdx, blockIdx, blockDim, gridDim;
constexpr int warpSize = 32;

struct alignas(8) float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }

namespace emulator {

/// A kernel by name; kernels enter the list before `main` by defining one of these.
struct Kernel {
  typedef void (*Body)(const void* arguments);
  const char* name;
  size_t bytes;
  int mostThreads;
  Body body;
  const Kernel* next;
  Kernel(const char* name, size_t bytes, int mostThreads, Body body);
};

/// Of what a kernel says of its launches: how many blocks have registers beside each other matters to GPUs alone.
constexpr int mostThreads(int threads, int /*blocks*/ = 1) { return threads; }

/// Waits for all threads of the block, or of the warp.
void blockBarrier();
void warpBarrier();
/// This thread's number in its warp, and a place where every lane of it can leave 8 bytes for the others.
int lane();
uint64_t* mailbox();
/// The block's memory of the size given at the launch.
void* dynamicShared();

/// Every lane gives a value and takes that of another (or its own, where the other is outside the warp).
template <class Value>
Value exchange(Value value, int from) {
  static_assert(sizeof(Value) <= 8, "a lane's mailbox has 8 bytes");
  memcpy(&mailbox()[lane()], &value, sizeof value);
  warpBarrier();
  Value other = value;
  if (from >= 0 && from < 32) memcpy(&other, &mailbox()[from], sizeof other);
  warpBarrier();
  return other;
}

}  // namespace emulator

inline void __syncthreads() { emulator::blockBarrier(); }
inline void __syncwarp() { emulator::warpBarrier(); }
template <class Value>
Value __shfl_sync(unsigned, Value value, int from) {
  return emulator::exchange(value, from & 31);
}
template <class Value>
Value __shfl_xor_sync(unsigned, Value value, int mask) {
  return emulator::exchange(value, emulator::lane() ^ mask);
}
template <class Value>
Value __shfl_down_sync(unsigned, Value value, int by) {
  return emulator::exchange(value, emulator::lane() + by);
}
template <class Value>
Value __shfl_up_sync(unsigned, Value value, int by) {
  return emulator::exchange(value, emulator::lane() - by);
}
/// The lanes that give the same value as this one, a bit each.
template <class Value>
unsigned __match_any_sync(unsigned lanes, Value value) {
  unsigned same = 0;
  for (int lane = 0; lane < warpSize; lane++) same |= (unsigned)(__shfl_sync(lanes, value, lane) == value) << lane;
  return same;
}
inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
/// The number of the lowest set bit, from 1; 0 when there is none.
inline int __ffs(int bits) { return __builtin_ffs(bits); }
inline int atomicAdd(int* at, int value) {
  const int before = *at;
  *at += value;
  return before;
}
inline unsigned atomicAdd(unsigned* at, unsigned value) {
  const unsigned before = *at;
  *at += value;
  return before;
}

using std::max;
using std::min;
inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
inline unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)(((uint64_t)a * b) >> 32); }
inline float __int_as_float(int bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
inline int __float_as_int(float value) {
  int bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
inline float __uint_as_float(unsigned bits) { return __int_as_float((int)bits); }
inline unsigned __float_as_uint(float value) { return (unsigned)__float_as_int(value); }
template <class Value>
Value __ldg(const Value* at) {
  return *at;
}

#define PRATTLE_DYNAMIC_SHARED(Type, name) Type* const name = static_cast<Type*>(emulator::dynamicShared())
#define PRATTLE_KERNEL(name, Arguments, ...)                                                                      \
  static void prattle_##name(const Arguments& c);                                                                 \
  static const emulator::Kernel prattle_##name##_entry("prattle_" #name, sizeof(Arguments), emulator::mostThreads(__VA_ARGS__), \
                                                       [](const void* arguments) {                                \
                                                         prattle_##name(*static_cast<const Arguments*>(arguments)); \
                                                       });                                                        \
  static void prattle_##name(const Arguments& c)
