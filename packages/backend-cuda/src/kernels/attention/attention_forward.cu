// Attention, forward, in float32: y = softmax(scale · q kᵀ, masked) v.
//
// A block has a tile of queries of one head; tiles of keys and values pass through shared memory, and the softmax is
// corrected as they pass (Milakov & Gimelshein 2018; Dao et al. 2022), so scores exist only tile by tile. Blocks with the
// last queries come first: under a causal mask they have the most to do. Sums are in a fixed order.
//
// Within 1e-5 of the reference for inputs of unit size.
#include "attention.cuh"

namespace prattle {

template <int width>
PRATTLE_DEVICE void attentionForward(const AttentionArguments& c, float* shared) {
  using Tile = AttentionForwardTile<width>;
  constexpr int kThreadRows = Tile::kThreadRows, kThreadColumns = Tile::kThreadColumns, kColumns = Tile::kColumns;
  const Attention& a = c.a;
  const auto [item, head, keyHead, from, queries, firstRow] = queryJob(a, Tile::kRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime;
  const VisibleKeys visible = visibleKeys(a, item);
  const int keys = visible.of(from + queries - 1);

  float *const queryTile = shared, *const keyTile = queryTile + Tile::kResident, *const valueTile = keyTile + Tile::kKeys;
  float* const weights = keyTile;  // when the scores are made, the keys are done with
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};
  const int warpRow = (int)threadIdx.x / kWarp * Tile::kWarpRows;
  uint8_t* const keep = reinterpret_cast<uint8_t*>(weights + Tile::kScores) + warpRow * kKeepBytes<kColumns>;

  const float *const k = a.k + item * a.batchK + keyHead * headWidth, *const v = a.v + item * a.batchV + keyHead * headWidth;
  stageRows<width, Tile::kRows>(queryTile, a.q + item * a.batchQ + from * a.strideQ + head * headWidth, a.strideQ, queries, headWidth,
                                c.aligned);
  const float scale = (float)a.scale;
  float maxima[kThreadRows], totals[kThreadRows], sums[kThreadRows][width / kRowLanes];
#pragma unroll
  for (int r = 0; r < kThreadRows; r++) {
    maxima[r] = kNoScore, totals[r] = 0.0f;
#pragma unroll
    for (int d = 0; d < width / kRowLanes; d++) sums[r][d] = 0.0f;
  }

  for (int key = 0; key < keys; key += kColumns) {
    const int count = min(kColumns, keys - key);
    __syncthreads();
    stageRows<width, kColumns>(keyTile, k + key * a.strideK, a.strideK, count, headWidth, c.aligned);
    stageRows<width, kColumns>(valueTile, v + key * a.strideV, a.strideV, count, headWidth, c.aligned);
    __syncthreads();
    float scores[kThreadRows][kThreadColumns];
    tileProducts<width>(queryTile, keyTile, scores);
    __syncthreads();
    if (drops) drawKeepBits<Tile::kWarpRows, kColumns>(dropout, (firstRow + warpRow) * a.keyTime + key, a.keyTime, keep);
#pragma unroll
    for (int r = 0; r < kThreadRows; r++) {
      const int row = tileRow<kThreadRows>(r), seen = visible.of(from + row) - key;
      float maximum = maxima[r];
#pragma unroll
      for (int j = 0; j < kThreadColumns; j++) {
        scores[r][j] = rowLane() + kRowLanes * j < seen ? scores[r][j] * scale : -INFINITY;
        maximum = fmaxf(maximum, scores[r][j]);
      }
      maximum = rowMaximum(maximum);
      const float correction = expf(maxima[r] - maximum);
      maxima[r] = maximum;
      totals[r] *= correction;
#pragma unroll
      for (int d = 0; d < width / kRowLanes; d++) sums[r][d] *= correction;
#pragma unroll
      for (int j = 0; j < kThreadColumns; j++) {
        const int column = rowLane() + kRowLanes * j;
        float weight = expf(scores[r][j] - maximum);
        totals[r] += weight;
        if (drops) {
          const Index first = (firstRow + row) * a.keyTime + key;
          weight = dropped(weight, keepFactor<kColumns>(dropout, keep, row - warpRow, first, column));
        }
        weights[tileOffset<kColumns>(row, column)] = weight;
      }
    }
    __syncwarp();  // a warp reads the rows that it wrote
    addWeightedRows<width, kColumns>(weights, valueTile, count, sums);
  }

#pragma unroll
  for (int r = 0; r < kThreadRows; r++) {
    const int row = tileRow<kThreadRows>(r), query = from + row;
    const float total = rowSum(totals[r]), inverse = visible.of(query) > 0 ? 1.0f / total : 0.0f;
    if (row >= queries) continue;
    storeColumns<width>(a.y + ((item * queryTime + query) * a.heads + head) * headWidth, sums[r], inverse, headWidth, c.aligned);
    if (rowLane() > 0) continue;
    float* const stats = a.stats + (firstRow + row) * 2;
    stats[0] = maxima[r], stats[1] = inverse;
  }
}

}  // namespace prattle

using namespace prattle;

#define PRATTLE_ATTENTION_FORWARD(width)                                                       \
  PRATTLE_KERNEL(attention_##width, AttentionArguments, kAttentionThreads, kAttentionBlocks) { \
    PRATTLE_DYNAMIC_SHARED(float, shared);                                                     \
    attentionForward<width>(c, shared);                                                        \
  }
PRATTLE_ATTENTION_FORWARD(16)
PRATTLE_ATTENTION_FORWARD(32)
PRATTLE_ATTENTION_FORWARD(64)
PRATTLE_ATTENTION_FORWARD(128)
PRATTLE_ATTENTION_FORWARD(256)
