// Batch norm over the rows of every column, forward and backward.
//
// Rows are cut into chunks that follow from the shape alone, and the chunks' sums are added in order, so that the threads
// don't show. The variance takes a second pass: x² and x in one pass lose the digits where the mean is large.
#pragma once
#include "operations.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kBatchNormChunk = 16384;  // elements

/// totals[term][column] = the sum over all rows of what body(row, column, count, terms) puts into terms[term].
template <int kTerms, class Body>
PRATTLE_INLINE void sumColumns(Runtime& runtime, Index rows, Index width, float* room, float* totals, Body&& body) {
  const Index padded = roundUp(width, kWidth), chunks = fixedChunks((Work)rows * width, kBatchNormChunk);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    float* sums = room + chunk * kTerms * padded;
    for (Index i = 0; i < kTerms * padded; i += kWidth) store(sums + i, Vec{});
    const Range range = chunkRange(rows, chunk, chunks);
    for (Index row = range.from; row < range.to; row++) {
      for (Index i = 0; i < width; i += kWidth) {
        Vec terms[kTerms];
        body(row, i, width - i, terms);
        PRATTLE_UNROLL
        for (int term = 0; term < kTerms; term++) store(sums + term * padded + i, load(sums + term * padded + i) + terms[term]);
      }
    }
  });
  for (Index i = 0; i < kTerms * padded; i += kWidth) {
    Vec total = {};
    for (Index chunk = 0; chunk < chunks; chunk++) total += load(room + chunk * kTerms * padded + i);
    store(totals + i, total);
  }
}

/// Floats that `sumColumns` and its totals need.
PRATTLE_INLINE Index columnSumSize(Index rows, Index width, Index terms) {
  return (fixedChunks((Work)rows * width, kBatchNormChunk) + 1) * terms * roundUp(width, kWidth);
}

/// body(row, column, count) for every vector, rows over the threads.
template <class Body>
PRATTLE_INLINE void forEachElement(Runtime& runtime, Index rows, Index width, Body&& body) {
  const Index chunks = smaller(rows, freeChunks(runtime, (Work)rows * width, kBatchNormChunk));
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    const Range range = chunkRange(rows, chunk, chunks);
    for (Index row = range.from; row < range.to; row++)
      for (Index i = 0; i < width; i += kWidth) body(row, i, width - i);
  });
}

/// What squares are divided by for the variance: a single row has none.
PRATTLE_INLINE float varianceDivisor(Index rows, bool unbiased) { return (float)(unbiased ? larger(1, rows - 1) : rows); }

/// running += momentum · (batch - running)
PRATTLE_INLINE void follow(float* running, Vec batch, float momentum, Index count) {
  Vec old = loadUpTo(running, count);
  storeUpTo(running, old + momentum * (batch - old), count);
}

static void batchNorm(Runtime& runtime, const BatchNorm& n) {
  const Index rows = n.rows, width = n.width;
  float* totals = runtime.scratch(&runtime, kSharedScratch, columnSumSize(rows, width, 1));
  float *room = totals + roundUp(width, kWidth), *mean = n.stats, *inverse = n.stats + width;
  sumColumns<1>(runtime, rows, width, room, totals,
                [&](Index row, Index i, Index count, Vec(&term)[1]) { term[0] = loadUpTo(n.x + row * width + i, count); });
  for (Index i = 0; i < width; i += kWidth) storeUpTo(mean + i, load(totals + i) / (float)rows, width - i);
  sumColumns<1>(runtime, rows, width, room, totals, [&](Index row, Index i, Index count, Vec(&term)[1]) {
    Vec centred = loadUpTo(n.x + row * width + i, count) - loadUpTo(mean + i, count);
    term[0] = centred * centred;
  });
  const float divisor = varianceDivisor(rows, n.unbiased), unbiased = varianceDivisor(rows, true);
  for (Index i = 0; i < width; i += kWidth) {
    const Index count = width - i;
    Vec squares = load(totals + i);
    storeUpTo(inverse + i, 1.f / squareRoot(squares / divisor + (float)n.epsilon), count);
    follow(n.runningMean + i, loadUpTo(mean + i, count), (float)n.momentum, count);
    follow(n.runningVariance + i, squares / unbiased, (float)n.momentum, count);
  }
  forEachElement(runtime, rows, width, [&](Index row, Index i, Index count) {
    Vec z = (loadUpTo(n.x + row * width + i, count) - loadUpTo(mean + i, count)) * loadUpTo(inverse + i, count);
    storeUpTo(n.y + row * width + i, z * loadUpTo(n.weight + i, count) + loadUpTo(n.bias + i, count), count);
  });
}

/// With z the normalised x: dbias = Σ dy, dweight = Σ dy z, dx = weight · inverse · (dy - dbias / rows - z · dweight / divisor).
static void batchNormGradient(Runtime& runtime, const BatchNormGradient& n) {
  const Index rows = n.rows, width = n.width, padded = roundUp(width, kWidth);
  float* totals = runtime.scratch(&runtime, kSharedScratch, columnSumSize(rows, width, 2));
  const float *mean = n.stats, *inverse = n.stats + width;
  auto normalised = [&](Index row, Index i, Index count) __attribute__((always_inline)) {
    return (loadUpTo(n.x + row * width + i, count) - loadUpTo(mean + i, count)) * loadUpTo(inverse + i, count);
  };
  sumColumns<2>(runtime, rows, width, totals + 2 * padded, totals, [&](Index row, Index i, Index count, Vec(&terms)[2]) {
    terms[0] = loadUpTo(n.dy + row * width + i, count);
    terms[1] = terms[0] * normalised(row, i, count);
  });
  for (Index i = 0; i < width; i += kWidth) {
    storeUpTo(n.dbias + i, load(totals + i), width - i);
    storeUpTo(n.dweight + i, load(totals + padded + i), width - i);
  }
  const float share = 1.f / (float)rows, varianceShare = 1.f / varianceDivisor(rows, n.unbiased);
  forEachElement(runtime, rows, width, [&](Index row, Index i, Index count) {
    Vec rest = loadUpTo(n.dy + row * width + i, count) - load(totals + i) * share -
               normalised(row, i, count) * load(totals + padded + i) * varianceShare;
    storeUpTo(n.dx + row * width + i, loadUpTo(n.weight + i, count) * loadUpTo(inverse + i, count) * rest, count);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
