// Attention for few queries on many keys, as when a sample is drawn: y = softmax(scale · q kᵀ, masked) v.
//
// Bound by reading keys and values once, so a block of 128 threads takes one query of one head and a share of the keys,
// enough shares for all multiprocessors. A key is read by width / 4 lanes together. Every group of lanes keeps a softmax
// of its own keys; groups and then shares are merged in order.
#include "attention.cuh"

namespace prattle {

constexpr int kKeysAtOnce = 4;

/// Threads on one key.
template <int width>
struct DecodeGroup {
  static constexpr int kLanes = decodeLanes(width), kGroups = decodeGroups(width), kQuads = width / 4 / kLanes;
};

/// The softmax of some keys: the maximum, the sum and the weighted sum of values.
struct PartialSoftmax {
  float maximum, total;
};

/// Merges `count` partial results, `width` + 2 floats each, by all threads of a block: `write` gets every column of the
/// weighted sum.
template <int width, class Write>
PRATTLE_DEVICE PartialSoftmax mergePartials(const float* partials, int count, Write write) {
  PartialSoftmax all = {kNoScore, 0.0f};
  for (int i = 0; i < count; i++) all.maximum = fmaxf(all.maximum, partials[i * (width + 2)]);
  for (int i = 0; i < count; i++) all.total += partials[i * (width + 2) + 1] * expf(partials[i * (width + 2)] - all.maximum);
  for (int column = threadIdx.x; column < width; column += kAttentionThreads) {
    float sum = 0.0f;
    for (int i = 0; i < count; i++) sum += partials[i * (width + 2) + 2 + column] * expf(partials[i * (width + 2)] - all.maximum);
    write(column, sum, all);
  }
  return all;
}

/// The whole softmax of a row into y and stats.
template <int width>
PRATTLE_DEVICE void writeRow(const AttentionDecodeArguments& c, const float* partials, int count, Index row) {
  const Attention& a = c.a;
  const Index query = row % a.queryTime, head = row / a.queryTime % a.heads, item = row / a.queryTime / a.heads;
  float* const y = a.y + ((item * a.queryTime + query) * a.heads + head) * a.headWidth;
  const bool sees = visibleKeys(a, item).of((int)query) > 0;
  const PartialSoftmax all = mergePartials<width>(partials, count, [&](int column, float sum, const PartialSoftmax& whole) {
    if (column < a.headWidth) y[column] = sees ? sum * (1.0f / whole.total) : 0.0f;
  });
  if (threadIdx.x > 0) return;
  a.stats[2 * row] = all.maximum, a.stats[2 * row + 1] = sees ? 1.0f / all.total : 0.0f;
}

template <int width>
PRATTLE_DEVICE void attentionDecode(const AttentionDecodeArguments& c, float* shared) {
  using Group = DecodeGroup<width>;
  const Attention& a = c.a;
  const Index row = blockIdx.x / c.shares;
  const int share = (int)(blockIdx.x % c.shares), headWidth = (int)a.headWidth;
  const Index query = row % a.queryTime, head = row / a.queryTime % a.heads, item = row / a.queryTime / a.heads;
  const Index keyHead = head / (a.heads / a.keyHeads);
  const int from = share * (int)c.keysPerShare;
  const int end = min(from + (int)c.keysPerShare, visibleKeys(a, item).of((int)query));
  const int group = (int)threadIdx.x / Group::kLanes, lane = (int)threadIdx.x % Group::kLanes;
  const float *const q = a.q + item * a.batchQ + query * a.strideQ + head * headWidth;
  const float *const k = a.k + item * a.batchK + keyHead * headWidth, *const v = a.v + item * a.batchV + keyHead * headWidth;
  const float scale = (float)a.scale;

  float4 mine[Group::kQuads], sums[Group::kQuads];
#pragma unroll
  for (int i = 0; i < Group::kQuads; i++) {
    mine[i] = loadQuad(q, 4 * (lane + Group::kLanes * i), headWidth, c.aligned);
    sums[i] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  }
  float maximum = kNoScore, total = 0.0f;
  for (int first = from; first < end; first += Group::kGroups * kKeysAtOnce) {
    float scores[kKeysAtOnce];
    float4 values[kKeysAtOnce][Group::kQuads];
    float highest = maximum;
#pragma unroll
    for (int n = 0; n < kKeysAtOnce; n++) {
      const int key = min(first + n * Group::kGroups + group, end - 1);
      float product = 0.0f;
#pragma unroll
      for (int i = 0; i < Group::kQuads; i++) {
        const int column = 4 * (lane + Group::kLanes * i);
        const float4 quad = loadQuad(k + key * a.strideK, column, headWidth, c.aligned);
        values[n][i] = loadQuad(v + key * a.strideV, column, headWidth, c.aligned);
        product += quad.x * mine[i].x + quad.y * mine[i].y + quad.z * mine[i].z + quad.w * mine[i].w;
      }
      scores[n] = product;
    }
#pragma unroll
    for (int n = 0; n < kKeysAtOnce; n++) {
      scores[n] = lanesSum<Group::kLanes>(scores[n]) * scale;
      if (first + n * Group::kGroups + group >= end) scores[n] = -INFINITY;
      highest = fmaxf(highest, scores[n]);
    }
    const float correction = expf(maximum - highest);
    maximum = highest;
    total *= correction;
#pragma unroll
    for (int i = 0; i < Group::kQuads; i++) {
      sums[i].x *= correction, sums[i].y *= correction;
      sums[i].z *= correction, sums[i].w *= correction;
    }
#pragma unroll
    for (int n = 0; n < kKeysAtOnce; n++) {
      const float weight = expf(scores[n] - maximum);
      total += weight;
#pragma unroll
      for (int i = 0; i < Group::kQuads; i++) {
        sums[i].x += weight * values[n][i].x, sums[i].y += weight * values[n][i].y;
        sums[i].z += weight * values[n][i].z, sums[i].w += weight * values[n][i].w;
      }
    }
  }

  float* const partial = shared + group * (width + 2);
  if (lane == 0) partial[0] = maximum, partial[1] = total;
#pragma unroll
  for (int i = 0; i < Group::kQuads; i++) {
    float* const at = partial + 2 + 4 * (lane + Group::kLanes * i);
    at[0] = sums[i].x, at[1] = sums[i].y, at[2] = sums[i].z, at[3] = sums[i].w;
  }
  __syncthreads();
  if (c.shares == 1) return writeRow<width>(c, shared, Group::kGroups, row);
  float* const to = c.partials + (Index)blockIdx.x * (width + 2);
  const PartialSoftmax all =
      mergePartials<width>(shared, Group::kGroups, [&](int column, float sum, const PartialSoftmax&) { to[2 + column] = sum; });
  if (threadIdx.x == 0) to[0] = all.maximum, to[1] = all.total;
}

/// A block merges the shares of one row.
template <int width>
PRATTLE_DEVICE void attentionMerge(const AttentionDecodeArguments& c) {
  const Index row = blockIdx.x;
  writeRow<width>(c, c.partials + row * c.shares * (width + 2), (int)c.shares, row);
}

}  // namespace prattle

using namespace prattle;

#define PRATTLE_ATTENTION_DECODE(width)                                                    \
  PRATTLE_KERNEL(attention_decode_##width, AttentionDecodeArguments, kAttentionThreads) { \
    PRATTLE_DYNAMIC_SHARED(float, shared);                                                 \
    attentionDecode<width>(c, shared);                                                     \
  }                                                                                        \
  PRATTLE_KERNEL(attention_merge_##width, AttentionDecodeArguments, kAttentionThreads) { attentionMerge<width>(c); }
PRATTLE_ATTENTION_DECODE(16)
PRATTLE_ATTENTION_DECODE(32)
PRATTLE_ATTENTION_DECODE(64)
PRATTLE_ATTENTION_DECODE(128)
PRATTLE_ATTENTION_DECODE(256)
