// What a kernel sees of the world around it: sizes, threads, scratch memory.
//
// Kernel files are compiled once per instruction set. They use no part of the C++ standard library and only inline
// functions that are always inlined: any other inline function could be compiled with AVX-512 in one object file and be
// picked by the linker for all of them.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define PRATTLE_INLINE inline __attribute__((always_inline))

namespace prattle {

typedef ptrdiff_t Index;
/// An amount of work: products of sizes do not fit an Index of 32 bits (WebAssembly).
typedef int64_t Work;

/// A command's argument as a pointer: addresses travel as doubles, exact up to 2^53.
template <class Pointer>
PRATTLE_INLINE Pointer pointer(double address) {
  return (Pointer)(uintptr_t)(int64_t)address;
}

/// Threads and scratch memory, provided by the engine.
struct Runtime {
  typedef void (*Chunk)(void* closure, int chunk, int thread);

  /// Threads that work, the calling one (number 0) included.
  int threads;
  /// Calls chunk(closure, i, thread) for i = 0 … chunks - 1, on any thread in any order, and returns when all are done.
  void (*run)(Runtime* self, int chunks, Chunk chunk, void* closure);
  /// At least `floats` floats, aligned to 64 bytes, content undefined, valid until the next request for the same slot.
  /// Slots 0 … threads - 1 belong to the threads; kSharedScratch is for the calling thread to share with all.
  float* (*scratch)(Runtime* self, int slot, Index floats);
};

constexpr int kSharedScratch = -1;

}  // namespace prattle
