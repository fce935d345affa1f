// Attention, backward, in blocks of kPanel queries with the scores turned, as forward.
//
// With P the weights (made again from the stored maximum and 1/sum), F the dropout factors, G = v dyᵀ ∘ F:
// dv = (P ∘ F) dy, dS = scale · P ∘ (G - Σ over keys of P ∘ G), dq = dSᵀ k, dk = dS q. Threads take whole key heads: all
// queries that read a key head are on one thread, in order, and dk and dv need no merging.
//
// The sum over keys runs down the columns. It is also dy · y, known before and so in one loop instead of two, but a sum
// across vectors for every query: 4 % slower at T = 32, D = 16, 7 % at T = 64, D = 32.
#pragma once
#include "attention_block.h"

namespace prattle {
namespace PRATTLE_ISA {

/// scores → P (with dropout: P ∘ F), gradients (v dyᵀ) → dS. `factors` is null without dropout.
static void softmaxGradientColumns(const QueryBlock& block, float scale, const float* stats, const float* factors, float* scores,
                                   float* gradients) {
  for (Index v = 0; v < block.vectors; v++) {
    float *p = scores + v * kWidth, *g = gradients + v * kWidth;
    const float* f = factors ? factors + v * kWidth : nullptr;
    const Int limit = block.limits[v];
    const Index common = block.common[v], most = block.most[v];
    Vec max = {}, inverse = {}, total = {};
    for (Index lane = 0; lane < smaller(kWidth, block.count - v * kWidth); lane++) {
      max[lane] = stats[2 * (v * kWidth + lane)];
      inverse[lane] = stats[2 * (v * kWidth + lane) + 1];
    }
    for (Index j = 0; j < most; j++) {
      Vec weight = exponential(load(p + j * kPanel) * scale - max) * inverse, gradient = load(g + j * kPanel);
      if (j >= common) {
        weight = limit > (int32_t)j ? weight : Vec{};
        gradient = limit > (int32_t)j ? gradient : Vec{};
      }
      if (f) {
        gradient *= load(f + j * kPanel);
        store(g + j * kPanel, gradient);
      }
      store(p + j * kPanel, weight);
      total += weight * gradient;
    }
    const Vec scaled = total * scale;
    for (Index j = 0; j < most; j++) {
      Vec weight = load(p + j * kPanel);
      Vec gradient = weight * (load(g + j * kPanel) * scale - scaled);
      if (j >= common) gradient = limit > (int32_t)j ? gradient : Vec{};
      store(g + j * kPanel, gradient);
      if (f) store(p + j * kPanel, weight * load(f + j * kPanel));
    }
    for (Index j = most; j < block.keys; j++) {
      store(p + j * kPanel, Vec{});
      store(g + j * kPanel, Vec{});
    }
  }
}

/// Where a thread keeps its blocks.
struct GradientScratch {
  float *turnedQ, *turnedDy, *scores, *gradients, *factors;
  /// Rows filled up to whole vectors, used where the head width is none.
  float *q, *dy, *dq, *k, *dk, *dv;
};

static GradientScratch gradientScratch(Runtime& runtime, int thread, const AttentionGradient& a, Index padded) {
  const bool whole = padded == a.headWidth;
  const Index turned = a.headWidth * kPanel, block = a.keyTime * kPanel, queries = whole ? 0 : padded * kPanel;
  const Index keys = whole ? 0 : a.keyTime * padded;
  float* at = runtime.scratch(&runtime, thread, 2 * turned + 3 * block + 3 * (queries + keys));
  auto take = [&](Index floats) {
    float* from = at;
    at += floats;
    return from;
  };
  GradientScratch s;
  s.turnedQ = take(turned);
  s.turnedDy = take(turned);
  s.scores = take(block);
  s.gradients = take(block);
  s.factors = a.dropout > 0 ? take(block) : nullptr;
  s.q = take(queries);
  s.dy = take(queries);
  s.dq = take(queries);
  s.k = take(keys);
  s.dk = take(keys);
  s.dv = take(keys);
  return s;
}

/// All queries of one query head, added into the key head's dk and dv.
static void headGradient(const AttentionGradient& a, const DropoutKey& key, Index item, Index head, Rows k, Rows paddedK, Rows v, float* dk,
                         float* dv, Index strideDk, Index strideDv, Index padded, const GradientScratch& s) {
  const Index width = a.headWidth, strideY = a.heads * width, row = (item * a.heads + head) * a.queryTime;
  const bool whole = padded == width;
  for (Index from = 0; from < a.queryTime; from += kPanel) {
    const QueryBlock block = queryBlock(a, item, from);
    const Rows q = {a.q + item * a.batchQ + from * a.strideQ + head * width, a.strideQ};
    const Rows dy = {a.dy + (item * a.queryTime + from) * strideY + head * width, strideY};
    transposeInto(q.data, q.stride, block.count, width, s.turnedQ, kPanel, block.vectors * kWidth);
    transposeInto(dy.data, dy.stride, block.count, width, s.turnedDy, kPanel, block.vectors * kWidth);
    keyQueryProducts(block, width, k, s.turnedQ, s.scores);
    keyQueryProducts(block, width, v, s.turnedDy, s.gradients);
    if (s.factors) attentionDropout(key, block, row, a.keyTime, s.factors);
    softmaxGradientColumns(block, (float)a.scale, a.stats + (row + from) * 2, s.factors, s.scores, s.gradients);
    float* dq = a.dq + item * a.batchQ + from * a.strideQ + head * width;
    queryRowSums(block, padded, s.gradients, paddedK, whole ? dq : s.dq, whole ? a.strideQ : padded);
    if (!whole) {
      unpadRows(s.dq, padded, block.count, width, dq, a.strideQ);
      padRows(q, block.count, width, padded, s.q);
      padRows(dy, block.count, width, padded, s.dy);
    }
    keyRowSums(block, padded, s.gradients, whole ? q : Rows{s.q, padded}, dk, strideDk);
    keyRowSums(block, padded, s.scores, whole ? dy : Rows{s.dy, padded}, dv, strideDv);
  }
}

static void attentionGradient(Runtime& runtime, const AttentionGradient& a) {
  const Index width = a.headWidth, padded = roundUp(width, kWidth), group = a.heads / a.keyHeads;
  const bool whole = padded == width;
  const Index jobs = a.batch * a.keyHeads;
  const Index chunks = smaller(jobs, freeChunks(runtime, (Work)jobs * group * a.queryTime * a.keyTime * width * 5, kAttentionChunk));
  const DropoutKey key = a.dropout > 0 ? dropoutKey(a.counter, a.site, a.dropout) : DropoutKey{};
  parallelFor(runtime, chunks, [&](Index chunk, int thread) {
    const GradientScratch s = gradientScratch(runtime, thread, a, padded);
    Range range = chunkRange(jobs, chunk, chunks);
    for (Index job = range.from; job < range.to; job++) {
      const Index item = job / a.keyHeads, keyHead = job % a.keyHeads;
      const Rows k = {a.k + item * a.batchK + keyHead * width, a.strideK};
      const Rows v = {a.v + item * a.batchV + keyHead * width, a.strideV};
      float* dk = a.dk + item * a.batchK + keyHead * width;
      float* dv = a.dv + item * a.batchV + keyHead * width;
      float *toDk = whole ? dk : s.dk, *toDv = whole ? dv : s.dv;
      const Index strideDk = whole ? a.strideK : padded, strideDv = whole ? a.strideV : padded;
      for (Index t = 0; t < a.keyTime; t++)
        for (Index d = 0; d < padded; d += kWidth) {
          store(toDk + t * strideDk + d, Vec{});
          store(toDv + t * strideDv + d, Vec{});
        }
      if (!whole) padRows(k, a.keyTime, width, padded, s.k);
      for (Index head = keyHead * group; head < (keyHead + 1) * group; head++)
        headGradient(a, key, item, head, k, whole ? k : Rows{s.k, padded}, v, toDk, toDv, strideDk, strideDv, padded, s);
      if (!whole) {
        unpadRows(s.dk, padded, a.keyTime, width, dk, a.strideK);
        unpadRows(s.dv, padded, a.keyTime, width, dv, a.strideV);
      }
    }
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
