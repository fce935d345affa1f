// Softmax cross-entropy over rows of logits, and its gradient.
//
// loss of a row = log Σ exp(x - max) + (max - x[target]) + smoothing · (x[target] - mean(x)): differences first, so that
// large logits cost no digits. Rows are summed in double, in chunks that follow from the shape.
#pragma once
#include "operations.h"
#include "parallel.h"
#include "vector_math.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr float kLowest = -3.402823466e38f;

/// max + log Σ exp(x - max) of a row, as the two parts; `mean` too when it is wanted.
struct RowLoss {
  float most, sumOfExponentials, mean;
};

static RowLoss rowLoss(const float* x, Index width, bool wantMean) {
  Vec most = broadcast(kLowest), total = {}, plain = {};
  Index whole = width / kWidth * kWidth, rest = width - whole;
  Int inRest = iota() < (int32_t)rest;
  for (Index i = 0; i < whole; i += kWidth) most = maximum(most, load(x + i));
  if (rest) most = maximum(most, inRest ? loadPart(x + whole, (int)rest) : most);
  float max = largest(most);
  for (Index i = 0; i < whole; i += kWidth) {
    Vec v = load(x + i);
    total += exponential(v - max);
    if (wantMean) plain += v;
  }
  if (rest) {
    Vec v = loadPart(x + whole, (int)rest);
    total += inRest ? exponential(v - max) : Vec{};
    plain += v;
  }
  return {max, sum(total), wantMean ? sum(plain) / (float)width : 0.f};
}

static void crossEntropy(Runtime& runtime, const CrossEntropy& c) {
  Index chunks = fixedChunks((Work)c.rows * c.width, 4096);
  double* partial = (double*)runtime.scratch(&runtime, kSharedScratch, chunks * 4);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range rows = chunkRange(c.rows, chunk, chunks);
    double total = 0, counted = 0;
    for (Index from = rows.from; from < rows.to; from += kWidth) {
      Index count = smaller(kWidth, rows.to - from);
      Vec most = {}, sums = broadcast(1.f), rest = {};
      for (Index j = 0; j < count; j++) {
        Index target = c.targets[from + j];
        const float* x = c.logits + (from + j) * c.width;
        RowLoss row = rowLoss(x, c.width, c.labelSmoothing != 0);
        most[j] = row.most;
        sums[j] = row.sumOfExponentials;
        if (target == c.ignoreIndex) continue;
        float at = target >= 0 && target < c.width ? x[target] : __builtin_nanf("");
        rest[j] = row.most - at + (float)c.labelSmoothing * (at - row.mean);
        counted += 1;
      }
      Vec logs = logarithm(sums);
      storeUpTo(c.stats + from, most + logs, count);
      for (Index j = 0; j < count; j++)
        if (c.targets[from + j] != c.ignoreIndex) total += (double)logs[j] + (double)rest[j];
    }
    partial[2 * chunk] = total;
    partial[2 * chunk + 1] = counted;
  });
  double total = 0, counted = 0;
  for (Index chunk = 0; chunk < chunks; chunk++) {
    total += partial[2 * chunk];
    counted += partial[2 * chunk + 1];
  }
  c.stats[c.rows] = (float)counted;
  *c.loss = counted > 0 ? (float)(total / counted) : 0.f;
}

static void crossEntropyGradient(Runtime& runtime, const CrossEntropyGradient& c) {
  float counted = c.stats[c.rows], weight = counted > 0 ? *c.dy / counted : 0.f;
  float everywhere = (float)(c.labelSmoothing / (double)c.width), onTarget = (float)(1 - c.labelSmoothing);
  Index chunks = freeChunks(runtime, (Work)c.rows * c.width, 8192);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range rows = chunkRange(c.rows, chunk, chunks);
    for (Index r = rows.from; r < rows.to; r++) {
      const float* x = c.logits + r * c.width;
      float* dx = c.dlogits + r * c.width;
      Index target = c.targets[r];
      float scale = target == c.ignoreIndex ? 0.f : weight, logSum = c.stats[r];
      for (Index i = 0; i < c.width; i += kWidth) {
        Index count = c.width - i;
        storeUpTo(dx + i, (exponential(loadUpTo(x + i, count) - logSum) - everywhere) * scale, count);
      }
      if (target >= 0 && target < c.width) dx[target] -= onTarget * scale;
    }
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
