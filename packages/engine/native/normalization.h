// Layer norm and RMS norm over rows, forward and backward.
//
// Rows go to threads freely. The sums over rows (gradients of weight and bias) are taken in chunks that follow from the
// shape and then added in order, so that they do not depend on the threads. Mean and variance take two passes: one
// pass over x and x² loses the digits that a tight tolerance asks for.
#pragma once
#include "operations.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kNormChunk = 16384;  // elements

/// total(v) over a row, v given by value(i, count); four accumulators hide the latency of the addition.
template <class Value>
PRATTLE_INLINE float rowSum(Index width, Value&& value) {
  Vec a = {}, b = {}, c = {}, d = {};
  Index i = 0;
  for (; i + 4 * kWidth <= width; i += 4 * kWidth) {
    a += value(i, (Index)kWidth);
    b += value(i + kWidth, (Index)kWidth);
    c += value(i + 2 * kWidth, (Index)kWidth);
    d += value(i + 3 * kWidth, (Index)kWidth);
  }
  for (; i + kWidth <= width; i += kWidth) a += value(i, (Index)kWidth);
  if (i < width) b += value(i, width - i);
  return sum((a + b) + (c + d));
}

/// Zero beyond `count`: keeps what lies beyond the row out of a sum.
PRATTLE_INLINE Vec onlyFirst(Vec v, Index count) { return count >= kWidth ? v : (iota() < (int32_t)count ? v : Vec{}); }

PRATTLE_INLINE float inverseRoot(float x) { return 1.f / __builtin_sqrtf(x); }

static void layerNorm(Runtime& runtime, const LayerNorm& n) {
  Index chunks = freeChunks(runtime, (Work)n.rows * n.width, kNormChunk), width = n.width;
  float share = 1.f / (float)width, epsilon = (float)n.epsilon;
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range rows = chunkRange(n.rows, chunk, chunks);
    for (Index r = rows.from; r < rows.to; r++) {
      const float* x = n.x + r * width;
      float* y = n.y + r * width;
      float mean = rowSum(width, [&](Index i, Index count) { return loadUpTo(x + i, count); }) * share;
      float variance = share * rowSum(width, [&](Index i, Index count) {
        Vec d = onlyFirst(loadUpTo(x + i, count) - mean, count);
        return d * d;
      });
      float deviation = inverseRoot(variance + epsilon);
      n.stats[2 * r] = mean;
      n.stats[2 * r + 1] = deviation;
      for (Index i = 0; i < width; i += kWidth) {
        Index count = width - i;
        Vec v = (loadUpTo(x + i, count) - mean) * deviation * loadUpTo(n.weight + i, count);
        if (n.bias) v += loadUpTo(n.bias + i, count);
        storeUpTo(y + i, v, count);
      }
    }
  });
}

static void rmsNorm(Runtime& runtime, const RmsNorm& n) {
  Index chunks = freeChunks(runtime, (Work)n.rows * n.width, kNormChunk), width = n.width;
  float share = 1.f / (float)width, epsilon = (float)n.epsilon;
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range rows = chunkRange(n.rows, chunk, chunks);
    for (Index r = rows.from; r < rows.to; r++) {
      const float* x = n.x + r * width;
      float square = share * rowSum(width, [&](Index i, Index count) {
        Vec v = loadUpTo(x + i, count);
        return v * v;
      });
      float deviation = inverseRoot(square + epsilon);
      n.stats[r] = deviation;
      for (Index i = 0; i < width; i += kWidth) {
        Index count = width - i;
        storeUpTo(n.y + r * width + i, loadUpTo(x + i, count) * deviation * loadUpTo(n.weight + i, count), count);
      }
    }
  });
}

/// Both norms' gradients. With z the normalised x and t = dy · weight:
/// dx = (t - mean(t) - z mean(t z)) / deviation, mean(t) only where the mean was taken; dweight = Σ dy z; dbias = Σ dy.
template <bool kCentred>
static void normGradient(Runtime& runtime, const LayerNormGradient& n) {
  Index width = n.width, padded = roundUp(width, kWidth), parts = kCentred ? 2 : 1;
  Index chunks = fixedChunks((Work)n.rows * width, kNormChunk / 2);
  float share = 1.f / (float)width;
  float* partial = runtime.scratch(&runtime, kSharedScratch, chunks * parts * padded);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    float* sumWeight = partial + chunk * parts * padded;
    float* sumBias = sumWeight + padded;
    for (Index i = 0; i < parts * padded; i += kWidth) store(sumWeight + i, Vec{});
    Range rows = chunkRange(n.rows, chunk, chunks);
    for (Index r = rows.from; r < rows.to; r++) {
      const float *x = n.x + r * width, *dy = n.dy + r * width;
      float mean = kCentred ? n.stats[2 * r] : 0.f, deviation = kCentred ? n.stats[2 * r + 1] : n.stats[r];
      Vec sumT = {}, sumTz = {};
      for (Index i = 0; i < width; i += kWidth) {
        Index count = width - i;
        Vec d = loadUpTo(dy + i, count), z = (loadUpTo(x + i, count) - mean) * deviation;
        Vec t = d * loadUpTo(n.weight + i, count);
        sumTz += t * z;
        store(sumWeight + i, load(sumWeight + i) + d * z);
        if (kCentred) {
          sumT += t;
          store(sumBias + i, load(sumBias + i) + d);
        }
      }
      float meanT = kCentred ? sum(sumT) * share : 0.f, meanTz = sum(sumTz) * share;
      for (Index i = 0; i < width; i += kWidth) {
        Index count = width - i;
        Vec z = (loadUpTo(x + i, count) - mean) * deviation;
        Vec v = (loadUpTo(dy + i, count) * loadUpTo(n.weight + i, count) - meanT - z * meanTz) * deviation;
        if (n.residual) v += loadUpTo(n.residual + r * width + i, count);
        storeUpTo(n.dx + r * width + i, v, count);
      }
    }
  });
  for (Index i = 0; i < width; i += kWidth) {
    Vec weight = {}, bias = {};
    for (Index chunk = 0; chunk < chunks; chunk++) {
      const float* sums = partial + chunk * parts * padded + i;
      weight += load(sums);
      if (kCentred) bias += load(sums + padded);
    }
    storeUpTo(n.dweight + i, weight, width - i);
    if (kCentred && n.dbias) storeUpTo(n.dbias + i, bias, width - i);
  }
}

static void layerNormGradient(Runtime& runtime, const LayerNormGradient& n) { normGradient<true>(runtime, n); }

static void rmsNormGradient(Runtime& runtime, const RmsNormGradient& n) {
  normGradient<false>(runtime, {n.dx, n.dweight, nullptr, n.dy, n.x, n.weight, n.stats, n.residual, n.rows, n.width});
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
