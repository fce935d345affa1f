// Attention, forward: y = softmax(scale · q kᵀ, masked) v, head by head, in blocks of kPanel queries.
//
// A block's scores against all keys that it sees (keys × kPanel) are the largest thing held; T × T never exists. With
// all scores of a query at hand the softmax needs no running correction. Heads of all items are shared out to threads.
#pragma once
#include "attention_block.h"

namespace prattle {
namespace PRATTLE_ISA {

/// scores → exp(scale · score - maximum), masked; per query the scaled maximum and 1/sum.
static void softmaxColumns(const QueryBlock& block, float scale, float* scores, float* maxima, float* inverses) {
  for (Index v = 0; v < block.vectors; v++) {
    float* column = scores + v * kWidth;
    const Int limit = block.limits[v];
    const Index common = block.common[v], most = block.most[v];
    Vec max = broadcast(-3e38f), total = {};
    for (Index j = 0; j < common; j++) max = maximum(max, load(column + j * kPanel));
    for (Index j = common; j < most; j++) max = limit > (int32_t)j ? maximum(max, load(column + j * kPanel)) : max;
    max *= scale;
    // A negative scale turns the order round.
    if (scale < 0) {
      max = broadcast(-3e38f);
      for (Index j = 0; j < most; j++) max = limit > (int32_t)j ? maximum(max, load(column + j * kPanel) * scale) : max;
    }
    for (Index j = 0; j < common; j++) {
      Vec e = exponential(load(column + j * kPanel) * scale - max);
      store(column + j * kPanel, e);
      total += e;
    }
    for (Index j = common; j < most; j++) {
      Vec e = limit > (int32_t)j ? exponential(load(column + j * kPanel) * scale - max) : Vec{};
      store(column + j * kPanel, e);
      total += e;
    }
    for (Index j = most; j < block.keys; j++) store(column + j * kPanel, Vec{});
    store(maxima + v * kWidth, max);
    store(inverses + v * kWidth, limit > 0 ? 1.f / total : Vec{});
  }
}

static void attention(Runtime& runtime, const Attention& a) {
  const Index width = a.headWidth, padded = roundUp(width, kWidth), strideY = a.heads * width;
  const bool whole = padded == width;
  const Index jobs = a.batch * a.heads;
  const Index chunks = smaller(jobs, freeChunks(runtime, (Work)jobs * a.queryTime * a.keyTime * width * 2, kAttentionChunk));
  const bool drops = a.dropout > 0;
  const DropoutKey dropoutKeys = drops ? dropoutKey(a.counter, a.site, a.dropout) : DropoutKey{};
  parallelFor(runtime, chunks, [&](Index chunk, int thread) {
    const Index floats = kPanel * (width + a.keyTime * (drops ? 2 : 1) + padded) + (whole ? 0 : a.keyTime * padded);
    float* turned = runtime.scratch(&runtime, thread, floats);
    float* scores = turned + width * kPanel;
    float* out = scores + a.keyTime * kPanel;
    float* factors = out + padded * kPanel;
    float* values = factors + (drops ? a.keyTime * kPanel : 0);
    float maxima[kPanel], inverses[kPanel];
    Range range = chunkRange(jobs, chunk, chunks);
    for (Index job = range.from; job < range.to; job++) {
      const Index item = job / a.heads, head = job % a.heads, keyHead = head * a.keyHeads / a.heads;
      const float* q = a.q + item * a.batchQ + head * width;
      const Rows k = {a.k + item * a.batchK + keyHead * width, a.strideK};
      Rows v = {a.v + item * a.batchV + keyHead * width, a.strideV};
      if (!whole) {
        padRows(v, a.keyTime, width, padded, values);
        v = {values, padded};
      }
      for (Index from = 0; from < a.queryTime; from += kPanel) {
        const QueryBlock block = queryBlock(a, item, from);
        transposeInto(q + from * a.strideQ, a.strideQ, block.count, width, turned, kPanel, block.vectors * kWidth);
        keyQueryProducts(block, width, k, turned, scores);
        softmaxColumns(block, (float)a.scale, scores, maxima, inverses);
        if (drops) {
          attentionDropout(dropoutKeys, block, job * a.queryTime, a.keyTime, factors);
          for (Index j = 0; j < block.keys; j++)
            for (Index i = 0; i < kPanel; i += kWidth) {
              if (j >= block.most[i / kWidth]) continue;
              store(scores + j * kPanel + i, load(scores + j * kPanel + i) * load(factors + j * kPanel + i));
            }
        }
        float* y = a.y + (item * a.queryTime + from) * strideY + head * width;
        float* to = whole ? y : out;
        const Index strideTo = whole ? strideY : padded;
        queryRowSums(block, padded, scores, v, to, strideTo);
        float* stats = a.stats + (job * a.queryTime + from) * 2;
        for (Index i = 0; i < block.count; i++) {
          stats[2 * i] = maxima[i];
          stats[2 * i + 1] = inverses[i];
          for (Index d = 0; d < padded; d += kWidth) store(to + i * strideTo + d, load(to + i * strideTo + d) * inverses[i]);
        }
        if (!whole) unpadRows(out, padded, block.count, width, y, strideY);
      }
    }
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
