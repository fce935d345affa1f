// Operations on single elements. Bound by memory: chunks are large and every vector is touched once.
#pragma once
#include "activation.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

/// body(i, count) for every vector of [0, size); count is kWidth but for the last. `least` elements make a chunk.
template <class Body>
PRATTLE_INLINE void forEachVector(Runtime& runtime, Index size, Index least, Body&& body) {
  Index chunks = freeChunks(runtime, size, least);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range range = chunkRange(size, chunk, chunks, kWidth);
    Index i = range.from;
    for (; i + kWidth <= range.to; i += kWidth) body(i, (Index)kWidth);
    if (i < range.to) body(i, range.to - i);
  });
}

constexpr Index kLightChunk = 65536, kHeavyChunk = 8192;

static void fill(Runtime& runtime, const Fill& f) {
  Vec value = broadcast((float)f.value);
  forEachVector(runtime, f.size, kLightChunk, [&](Index i, Index count) { storeUpTo(f.y + i, value, count); });
}

static void squareRoot(Runtime& runtime, const SquareRoot& s) {
  forEachVector(runtime, s.size, kLightChunk, [&](Index i, Index count) { storeUpTo(s.y + i, squareRoot(loadUpTo(s.x + i, count)), count); });
}

/// A plain conversion is undefined for what does not fit, and instruction sets differ in what they make of it.
PRATTLE_INLINE int32_t truncated(float x) {
  if (x >= 2147483648.f) return INT32_MAX;
  if (x >= -2147483648.f) return (int32_t)x;
  return x < 0 ? INT32_MIN : 0;
}

static void truncate(Runtime& runtime, const Truncate& t) {
  forEachVector(runtime, t.size, kLightChunk, [&](Index i, Index count) {
    for (Index end = i + count; i < end; i++) t.y[i] = truncated(t.x[i]);
  });
}

static void scale(Runtime& runtime, const Scale& s) {
  float factor = (float)s.factor;
  forEachVector(runtime, s.size, kLightChunk, [&](Index i, Index count) { storeUpTo(s.y + i, loadUpTo(s.x + i, count) * factor, count); });
}

static void activation(Runtime& runtime, const Activation& a) {
  forEachVector(runtime, a.size, kHeavyChunk, [&](Index i, Index count) {
    storeUpTo(a.y + i, activate(a.activation, loadUpTo(a.x + i, count)), count);
  });
}

static void activationGradient(Runtime& runtime, const ActivationGradient& a) {
  forEachVector(runtime, a.size, kHeavyChunk, [&](Index i, Index count) {
    storeUpTo(a.dx + i, loadUpTo(a.dy + i, count) * activationSlope(a.activation, loadUpTo(a.saved + i, count)), count);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
