// Attention, backward, in float32, in two kernels; both make the weights P again from the row's maximum and 1/sum.
//
// With F the factors of dropout and G = dy vᵀ ∘ F: dS = scale · P ∘ (G - δ), dq = dS k, dk = dSᵀ q, dv = (P ∘ F)ᵀ dy, where
// δ, the sum over keys of P ∘ G, is dy · y (Dao et al. 2022, arXiv:2205.14135).
//
// attention_queries: a block has a tile of queries of one head; it makes their δ, and keys and values pass. attention_keys:
// a block has a tile of keys of one key head; the queries of all heads that read it pass, in order. So every output has one
// writer, sums are in a fixed order and nothing is added up in global memory.
//
// Within 1e-5 of the reference's largest element for inputs of unit size.
#include "attention.cuh"

namespace prattle {

template <int width>
PRATTLE_DEVICE void attentionQueryGradient(const AttentionGradientArguments& c, float* shared) {
  using Tile = AttentionQueryTile<width>;
  constexpr int kThreadRows = Tile::kThreadRows, kThreadColumns = Tile::kThreadColumns, kColumns = Tile::kColumns;
  const AttentionGradient& a = c.a;
  const auto [item, head, keyHead, from, queries, firstRow] = queryJob(a, Tile::kRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime;
  const VisibleKeys visible = visibleKeys(a, item);
  const int keys = visible.of(from + queries - 1);
  const int warpRow = (int)threadIdx.x / kWarp * Tile::kWarpRows;
  const int warpKeys = visible.of(from + warpRow + Tile::kWarpRows - 1);  // more, none of the warp's queries sees

  float *const queryTile = shared, *const dyTile = queryTile + Tile::kResident, *const keyTile = dyTile + Tile::kResident;
  float *const valueTile = keyTile + Tile::kPassing, *const slopes = valueTile;
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};
  uint8_t* const keep = reinterpret_cast<uint8_t*>(slopes + Tile::kScores) + warpRow * kKeepBytes<kColumns>;

  const float *const k = a.k + item * a.batchK + keyHead * headWidth, *const v = a.v + item * a.batchV + keyHead * headWidth;
  const Index queryOffset = item * a.batchQ + from * a.strideQ + head * headWidth, strideY = a.heads * headWidth;
  const Index outputOffset = (item * queryTime + from) * strideY + head * headWidth;
  stageRows<width, Tile::kRows>(queryTile, a.q + queryOffset, a.strideQ, queries, headWidth, c.aligned);
  stageRows<width, Tile::kRows>(dyTile, a.dy + outputOffset, strideY, queries, headWidth, c.aligned);
  const float scale = (float)a.scale;
  float maxima[kThreadRows], inverses[kThreadRows], deltas[kThreadRows], sums[kThreadRows][width / kRowLanes];
#pragma unroll
  for (int r = 0; r < kThreadRows; r++) {
    const int row = tileRow<kThreadRows>(r);
    const bool inside = row < queries;
    const float* const stats = a.stats + (firstRow + row) * 2;
    maxima[r] = inside ? stats[0] : 0.0f, inverses[r] = inside ? stats[1] : 0.0f;
    const Index output = outputOffset + row * strideY;
    deltas[r] = rowProduct<kRowLanes>(a.dy + output, a.y + output, rowLane(), inside ? headWidth : 0, c.aligned);
    if (inside && rowLane() == 0) c.delta[firstRow + row] = deltas[r];
#pragma unroll
    for (int d = 0; d < width / kRowLanes; d++) sums[r][d] = 0.0f;
  }

  for (int key = 0; key < keys; key += kColumns) {
    const int count = min(kColumns, keys - key);
    __syncthreads();
    stageRows<width, kColumns>(keyTile, k + key * a.strideK, a.strideK, count, headWidth, c.aligned);
    stageRows<width, kColumns>(valueTile, v + key * a.strideV, a.strideV, count, headWidth, c.aligned);
    __syncthreads();
    float weights[kThreadRows][kThreadColumns], gradients[kThreadRows][kThreadColumns];
    const bool busy = key < warpKeys;
    if (busy) {
      tileProducts<width>(queryTile, keyTile, weights);
      tileProducts<width>(dyTile, valueTile, gradients);
    }
    __syncthreads();
    if (!busy) continue;
    if (drops) drawKeepBits<Tile::kWarpRows, kColumns>(dropout, (firstRow + warpRow) * a.keyTime + key, a.keyTime, keep);
#pragma unroll
    for (int r = 0; r < kThreadRows; r++) {
      const int row = tileRow<kThreadRows>(r), seen = visible.of(from + row) - key;
#pragma unroll
      for (int j = 0; j < kThreadColumns; j++) {
        const int column = rowLane() + kRowLanes * j;
        float gradient = gradients[r][j];
        if (drops) gradient *= keepFactor<kColumns>(dropout, keep, row - warpRow, (firstRow + row) * a.keyTime + key, column);
        const float weight = expf(weights[r][j] * scale - maxima[r]) * inverses[r];
        slopes[tileOffset<kColumns>(row, column)] = column < seen ? scale * weight * (gradient - deltas[r]) : 0.0f;
      }
    }
    __syncwarp();
    addWeightedRows<width, kColumns>(slopes, keyTile, count, sums);
  }

#pragma unroll
  for (int r = 0; r < kThreadRows; r++) {
    const int row = tileRow<kThreadRows>(r);
    if (row >= queries) continue;
    storeColumns<width>(a.dq + queryOffset + row * a.strideQ, sums[r], 1.0f, headWidth, c.aligned);
  }
}

template <int width>
PRATTLE_DEVICE void attentionKeyGradient(const AttentionGradientArguments& c, float* shared) {
  using Tile = AttentionKeyTile<width>;
  constexpr int kThreadRows = Tile::kThreadRows, kThreadColumns = Tile::kThreadColumns, kColumns = Tile::kColumns;
  const AttentionGradient& a = c.a;
  const auto [item, keyHead, group, from, keys] = keyJob(a, Tile::kRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime;
  const VisibleKeys visible = visibleKeys(a, item);
  const int firstQuery = from < visible.keys ? visible.firstQuery(from) / kColumns * kColumns : queryTime;

  float *const keyTile = shared, *const valueTile = keyTile + Tile::kResident, *const queryTile = valueTile + Tile::kResident;
  float *const dyTile = queryTile + Tile::kPassing, *const turned = dyTile + Tile::kPassing;
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};
  const int warp = (int)threadIdx.x / kWarp, warpKey = from + warp * Tile::kWarpRows;
  uint8_t* const keep = reinterpret_cast<uint8_t*>(turned + Tile::kScores) + warp * kColumns * kKeepBytes<Tile::kWarpRows>;

  const Index keyOffset = item * a.batchK + from * a.strideK + keyHead * headWidth;
  const Index valueOffset = item * a.batchV + from * a.strideV + keyHead * headWidth, strideY = a.heads * headWidth;
  stageRows<width, Tile::kRows>(keyTile, a.k + keyOffset, a.strideK, keys, headWidth, c.aligned);
  stageRows<width, Tile::kRows>(valueTile, a.v + valueOffset, a.strideV, keys, headWidth, c.aligned);
  const float scale = (float)a.scale;
  float dk[kThreadRows][width / kRowLanes], dv[kThreadRows][width / kRowLanes];
#pragma unroll
  for (int r = 0; r < kThreadRows; r++)
#pragma unroll
    for (int d = 0; d < width / kRowLanes; d++) dk[r][d] = dv[r][d] = 0.0f;

  for (Index head = keyHead * group; head < (keyHead + 1) * group; head++) {
    const Index headRow = (item * a.heads + head) * queryTime;
    for (int query = firstQuery; query < queryTime; query += kColumns) {
      const int count = min(kColumns, queryTime - query);
      __syncthreads();
      stageRows<width, kColumns>(queryTile, a.q + item * a.batchQ + query * a.strideQ + head * headWidth, a.strideQ, count, headWidth,
                                 c.aligned);
      stageRows<width, kColumns>(dyTile, a.dy + (item * queryTime + query) * strideY + head * headWidth, strideY, count, headWidth,
                                 c.aligned);
      __syncthreads();
      if (visible.of(query + count - 1) <= warpKey) continue;  // no query sees a key of this warp
      float weights[kThreadRows][kThreadColumns], gradients[kThreadRows][kThreadColumns];
      tileProducts<width>(keyTile, queryTile, weights);
      tileProducts<width>(valueTile, dyTile, gradients);
      const Index firstElement = (headRow + query) * a.keyTime + warpKey;
      if (drops) drawKeepBits<kColumns, Tile::kWarpRows>(dropout, firstElement, a.keyTime, keep);
#pragma unroll
      for (int j = 0; j < kThreadColumns; j++) {
        const int column = rowLane() + kRowLanes * j;
        const bool inside = column < count;
        const Index row = headRow + query + column;
        const float maximum = inside ? a.stats[2 * row] : 0.0f, inverse = inside ? a.stats[2 * row + 1] : 0.0f;
        const float delta = inside ? c.delta[row] : 0.0f;
        const int seen = inside ? visible.of(query + column) - from : 0;
#pragma unroll
        for (int r = 0; r < kThreadRows; r++) {
          const int key = tileRow<kThreadRows>(r);
          const bool sees = key < seen;
          const float weight = sees ? expf(weights[r][j] * scale - maximum) * inverse : 0.0f;
          float factor = 1.0f;
          if (drops)
            factor = keepFactor<Tile::kWarpRows>(dropout, keep, column, firstElement + column * a.keyTime,
                                                 key - warp * Tile::kWarpRows);
          weights[r][j] = weight * factor;
          gradients[r][j] = sees ? scale * weight * (gradients[r][j] * factor - delta) : 0.0f;
          turned[tileOffset<kColumns>(key, column)] = weights[r][j];
        }
      }
      __syncwarp();
      addWeightedRows<width, kColumns>(turned, dyTile, count, dv);
      __syncwarp();
#pragma unroll
      for (int r = 0; r < kThreadRows; r++)
#pragma unroll
        for (int j = 0; j < kThreadColumns; j++)
          turned[tileOffset<kColumns>(tileRow<kThreadRows>(r), rowLane() + kRowLanes * j)] = gradients[r][j];
      __syncwarp();
      addWeightedRows<width, kColumns>(turned, queryTile, count, dk);
    }
  }

#pragma unroll
  for (int r = 0; r < kThreadRows; r++) {
    const int row = tileRow<kThreadRows>(r);
    if (row >= keys) continue;
    storeColumns<width>(a.dk + keyOffset + row * a.strideK, dk[r], 1.0f, headWidth, c.aligned);
    storeColumns<width>(a.dv + valueOffset + row * a.strideV, dv[r], 1.0f, headWidth, c.aligned);
  }
}

}  // namespace prattle

using namespace prattle;

#define PRATTLE_ATTENTION_GRADIENT(width)                                                                      \
  PRATTLE_KERNEL(attention_queries_##width, AttentionGradientArguments, kAttentionThreads, kAttentionBlocks) { \
    PRATTLE_DYNAMIC_SHARED(float, shared);                                                                     \
    attentionQueryGradient<width>(c, shared);                                                                  \
  }                                                                                                            \
  PRATTLE_KERNEL(attention_keys_##width, AttentionGradientArguments, kAttentionThreads, kAttentionBlocks) {    \
    PRATTLE_DYNAMIC_SHARED(float, shared);                                                                     \
    attentionKeyGradient<width>(c, shared);                                                                    \
  }
PRATTLE_ATTENTION_GRADIENT(16)
PRATTLE_ATTENTION_GRADIENT(32)
PRATTLE_ATTENTION_GRADIENT(64)
PRATTLE_ATTENTION_GRADIENT(128)
PRATTLE_ATTENTION_GRADIENT(256)
