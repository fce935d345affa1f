// Attention, backward, on tensor cores: the two kernels of attention_gradient.cu, with q, k, v, dy, the weights and dS
// rounded to TF32 or bf16 on the way into the products. Everything between, and all sums, are float32.
//
// Within 4e-3 (TF32) or 2e-2 (bf16) of the reference's largest element for inputs of unit size.
#include "attention_tensor.cuh"

namespace prattle {

template <class Operand, int width>
PRATTLE_DEVICE void attentionTensorQueries(const AttentionGradientArguments& c, unsigned* shared) {
  using Tile = TensorGradientTile<Operand, width>;
  constexpr int kColumns = Tile::kColumns, kParts = kColumns / 8;
  const AttentionGradient& a = c.a;
  const auto [item, head, keyHead, from, queries, blockRow] = queryJob(a, kTensorRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime;
  const Index firstRow = blockRow + warpRow();
  const VisibleKeys visible = visibleKeys(a, item);
  const int keys = visible.of(from + queries - 1);
  const int warpKeys = visible.of(from + warpRow() + kWarpTile - 1);  // more, none of the warp's queries sees

  unsigned *const queryTile = shared, *const dyTile = queryTile + Tile::kResident, *const keyTile = dyTile + Tile::kResident;
  unsigned* const valueTile = keyTile + Tile::kBoth;
  uint8_t* const keep = reinterpret_cast<uint8_t*>(valueTile + Tile::kRowsOnly) + warpRow() * kKeepBytes<kColumns>;
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};

  const float *const k = a.k + item * a.batchK + keyHead * headWidth, *const v = a.v + item * a.batchV + keyHead * headWidth;
  const Index queryOffset = item * a.batchQ + from * a.strideQ + head * headWidth, strideY = a.heads * headWidth;
  const Index outputOffset = (item * queryTime + from) * strideY + head * headWidth;
  stageOperand<Operand, width, kTensorRows, Stage::kRows>(queryTile, a.q + queryOffset, a.strideQ, queries, headWidth, c.aligned);
  stageOperand<Operand, width, kTensorRows, Stage::kRows>(dyTile, a.dy + outputOffset, strideY, queries, headWidth, c.aligned);
  const float scale = (float)a.scale;
  float maxima[2], inverses[2], deltas[2], sums[width / 8][4];
#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int row = partRow(2 * half);
    const bool inside = warpRow() + row < queries;
    const float* const stats = a.stats + 2 * (firstRow + row);
    maxima[half] = inside ? stats[0] : 0.0f, inverses[half] = inside ? stats[1] : 0.0f;
    const Index output = outputOffset + (warpRow() + row) * strideY;
    deltas[half] = rowProduct<4>(a.dy + output, a.y + output, lanePlace(), inside ? headWidth : 0, c.aligned);
    if (inside && lanePlace() == 0) c.delta[firstRow + row] = deltas[half];
  }
#pragma unroll
  for (int n = 0; n < width / 8; n++)
#pragma unroll
    for (int i = 0; i < 4; i++) sums[n][i] = 0.0f;

  for (int key = 0; key < keys; key += kColumns) {
    const int count = min(kColumns, keys - key);
    __syncthreads();
    stageOperand<Operand, width, kColumns, Stage::kBoth>(keyTile, k + key * a.strideK, a.strideK, count, headWidth, c.aligned);
    stageOperand<Operand, width, kColumns, Stage::kRows>(valueTile, v + key * a.strideV, a.strideV, count, headWidth, c.aligned);
    __syncthreads();
    if (key >= warpKeys) continue;
    float weights[kParts][4], gradients[kParts][4];
    multiplyRows<Operand, width>(queryTile, keyTile, weights);
    multiplyRows<Operand, width>(dyTile, valueTile, gradients);
    if (drops) drawKeepBits<kWarpTile, kColumns>(dropout, firstRow * a.keyTime + key, a.keyTime, keep);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      const int row = partRow(i), half = i / 2, seen = visible.of(from + warpRow() + row) - key;
#pragma unroll
      for (int n = 0; n < kParts; n++) {
        const int column = 8 * n + partColumn(i);
        float gradient = gradients[n][i];
        if (drops) gradient *= keepFactor<kColumns>(dropout, keep, row, (firstRow + row) * a.keyTime + key, column);
        const float weight = expf(weights[n][i] * scale - maxima[half]) * inverses[half];
        weights[n][i] = column < seen ? scale * weight * (gradient - deltas[half]) : 0.0f;
      }
    }
    addWeightedPairs<Operand, width>(weights, keyTile + Tile::Passing::kPairsAt, sums);
  }

#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int row = partRow(2 * half);
    if (warpRow() + row >= queries) continue;
    storeParts<width>(a.dq + queryOffset + (warpRow() + row) * a.strideQ, sums, half, 1.0f, headWidth, c.aligned);
  }
}

template <class Operand, int width>
PRATTLE_DEVICE void attentionTensorKeys(const AttentionGradientArguments& c, unsigned* shared) {
  using Tile = TensorGradientTile<Operand, width>;
  constexpr int kColumns = Tile::kColumns, kParts = kColumns / 8;
  const AttentionGradient& a = c.a;
  const auto [item, keyHead, group, from, keys] = keyJob(a, kTensorRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime, warpKey = from + warpRow();
  const VisibleKeys visible = visibleKeys(a, item);
  const int firstQuery = from < visible.keys ? visible.firstQuery(from) / kColumns * kColumns : queryTime;

  unsigned *const keyTile = shared, *const valueTile = keyTile + Tile::kResident, *const queryTile = valueTile + Tile::kResident;
  unsigned* const dyTile = queryTile + Tile::kBoth;
  uint8_t* const keep =
      reinterpret_cast<uint8_t*>(dyTile + Tile::kBoth) + (int)threadIdx.x / kWarp * kColumns * kKeepBytes<kWarpTile>;
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};

  const Index keyOffset = item * a.batchK + from * a.strideK + keyHead * headWidth;
  const Index valueOffset = item * a.batchV + from * a.strideV + keyHead * headWidth, strideY = a.heads * headWidth;
  stageOperand<Operand, width, kTensorRows, Stage::kRows>(keyTile, a.k + keyOffset, a.strideK, keys, headWidth, c.aligned);
  stageOperand<Operand, width, kTensorRows, Stage::kRows>(valueTile, a.v + valueOffset, a.strideV, keys, headWidth, c.aligned);
  const float scale = (float)a.scale;
  float dk[width / 8][4], dv[width / 8][4];
#pragma unroll
  for (int n = 0; n < width / 8; n++)
#pragma unroll
    for (int i = 0; i < 4; i++) dk[n][i] = dv[n][i] = 0.0f;

  for (Index head = keyHead * group; head < (keyHead + 1) * group; head++) {
    const Index headRow = (item * a.heads + head) * queryTime;
    for (int query = firstQuery; query < queryTime; query += kColumns) {
      const int count = min(kColumns, queryTime - query);
      __syncthreads();
      stageOperand<Operand, width, kColumns, Stage::kBoth>(queryTile, a.q + item * a.batchQ + query * a.strideQ + head * headWidth,
                                                           a.strideQ, count, headWidth, c.aligned);
      stageOperand<Operand, width, kColumns, Stage::kBoth>(dyTile, a.dy + (item * queryTime + query) * strideY + head * headWidth, strideY,
                                                           count, headWidth, c.aligned);
      __syncthreads();
      if (visible.of(query + count - 1) <= warpKey) continue;  // no query sees a key of this warp
      float weights[kParts][4], gradients[kParts][4];
      multiplyRows<Operand, width>(keyTile, queryTile, weights);
      multiplyRows<Operand, width>(valueTile, dyTile, gradients);
      const Index firstElement = (headRow + query) * a.keyTime + warpKey;
      if (drops) drawKeepBits<kColumns, kWarpTile>(dropout, firstElement, a.keyTime, keep);
#pragma unroll
      for (int n = 0; n < kParts; n++)
#pragma unroll
        for (int side = 0; side < 2; side++) {
          const int column = 8 * n + partColumn(side);
          const bool inside = column < count;
          const Index row = headRow + query + column;
          const float maximum = inside ? a.stats[2 * row] : 0.0f, inverse = inside ? a.stats[2 * row + 1] : 0.0f;
          const float delta = inside ? c.delta[row] : 0.0f;
          const int seen = inside ? visible.of(query + column) - warpKey : 0;
#pragma unroll
          for (int i = side; i < 4; i += 2) {
            const bool sees = partRow(i) < seen;
            const float weight = sees ? expf(weights[n][i] * scale - maximum) * inverse : 0.0f;
            float factor = 1.0f;
            if (drops) factor = keepFactor<kWarpTile>(dropout, keep, column, firstElement + column * a.keyTime, partRow(i));
            gradients[n][i] = sees ? scale * weight * (gradients[n][i] * factor - delta) : 0.0f;
            weights[n][i] = weight * factor;
          }
        }
      addWeightedPairs<Operand, width>(weights, dyTile + Tile::Passing::kPairsAt, dv);
      addWeightedPairs<Operand, width>(gradients, queryTile + Tile::Passing::kPairsAt, dk);
    }
  }

#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int row = warpRow() + partRow(2 * half);
    if (row >= keys) continue;
    storeParts<width>(a.dk + keyOffset + row * a.strideK, dk, half, 1.0f, headWidth, c.aligned);
    storeParts<width>(a.dv + valueOffset + row * a.strideV, dv, half, 1.0f, headWidth, c.aligned);
  }
}

}  // namespace prattle

using namespace prattle;

#define PRATTLE_ATTENTION_GRADIENT(name, Operand, width)                                              \
  PRATTLE_KERNEL(attention_queries_##name##_##width, AttentionGradientArguments, kAttentionThreads) { \
    PRATTLE_DYNAMIC_SHARED(unsigned, shared);                                                         \
    if constexpr (kTensorCores) attentionTensorQueries<Operand, width>(c, shared);                    \
  }                                                                                                   \
  PRATTLE_KERNEL(attention_keys_##name##_##width, AttentionGradientArguments, kAttentionThreads) {    \
    PRATTLE_DYNAMIC_SHARED(unsigned, shared);                                                         \
    if constexpr (kTensorCores) attentionTensorKeys<Operand, width>(c, shared);                       \
  }
#define PRATTLE_ATTENTION_GRADIENTS(name, Operand) \
  PRATTLE_ATTENTION_GRADIENT(name, Operand, 16)    \
  PRATTLE_ATTENTION_GRADIENT(name, Operand, 32)    \
  PRATTLE_ATTENTION_GRADIENT(name, Operand, 64)    \
  PRATTLE_ATTENTION_GRADIENT(name, Operand, 128)
PRATTLE_ATTENTION_GRADIENTS(tf32, Tf32)
PRATTLE_ATTENTION_GRADIENTS(bf16, Bf16)
