// Loops over the threads.
//
// Results must not depend on the number of threads, so a kernel may let the number of chunks follow it only where
// chunks share nothing; where partial results are added up, the chunks follow from the shape alone (fixedChunks).
#pragma once
#include "simd.h"

namespace prattle {
namespace PRATTLE_ISA {

template <class T>
struct Plain {
  typedef T Type;
};
template <class T>
struct Plain<T&> {
  typedef T Type;
};

/// body(chunk, thread) for every chunk; on the calling thread alone when that is all there is. The body is compiled once,
/// out of line: in place it would be there twice.
template <class Body>
PRATTLE_INLINE void parallelFor(Runtime& runtime, Index chunks, Body&& body) {
  typedef typename Plain<Body>::Type Closure;
  const Runtime::Chunk one = [](void* closure, int chunk, int thread) __attribute__((noinline)) { (*(Closure*)closure)((Index)chunk, thread); };
  if (chunks <= 1 || runtime.threads == 1) {
    for (Index i = 0; i < chunks; i++) one((void*)&body, (int)i, 0);
  } else {
    runtime.run(&runtime, (int)chunks, one, (void*)&body);
  }
}

struct Range {
  Index from, to;
};

/// The part of [0, size) that falls to a chunk, cut at multiples of `unit`.
PRATTLE_INLINE Range chunkRange(Index size, Index chunk, Index chunks, Index unit = 1) {
  const Work units = (size + unit - 1) / unit;
  return {(Index)(units * chunk / chunks) * unit, smaller(size, (Index)(units * (chunk + 1) / chunks) * unit)};
}

/// 1 … most.
PRATTLE_INLINE Index chunksUpTo(Index most, Work wanted) { return wanted >= most ? most : larger(1, (Index)wanted); }

/// Chunks for independent work: about four for each thread, none below `least` units of work.
PRATTLE_INLINE Index freeChunks(const Runtime& runtime, Work work, Work least) {
  if (runtime.threads == 1) return 1;
  return chunksUpTo(runtime.threads * 4, work / least);
}

/// Chunks for work whose partial results are added up: a function of the amount of work alone.
PRATTLE_INLINE Index fixedChunks(Work work, Work least) { return chunksUpTo(16, work / least); }

}  // namespace PRATTLE_ISA
}  // namespace prattle
