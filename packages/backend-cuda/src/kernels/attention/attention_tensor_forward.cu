// Attention, forward, on tensor cores: as attention_forward.cu, with q, k, v and the weights rounded to TF32 or bf16 on
// the way into the products. The softmax and all sums are float32.
//
// Within 1e-3 (TF32) or 1e-2 (bf16) of the reference's largest element for inputs of unit size.
#include "attention_tensor.cuh"

namespace prattle {

template <class Operand, int width>
PRATTLE_DEVICE void attentionTensorForward(const AttentionArguments& c, unsigned* shared) {
  using Tile = TensorForwardTile<Operand, width>;
  constexpr int kColumns = Tile::kColumns, kParts = kColumns / 8;
  const Attention& a = c.a;
  const auto [item, head, keyHead, from, queries, blockRow] = queryJob(a, kTensorRows);
  const int headWidth = (int)a.headWidth, queryTime = (int)a.queryTime;
  const Index firstRow = blockRow + warpRow();
  const VisibleKeys visible = visibleKeys(a, item);
  const int keys = visible.of(from + queries - 1);
  const int warpKeys = visible.of(from + warpRow() + kWarpTile - 1);  // more, none of the warp's queries sees

  unsigned *const queryTile = shared, *const keyTile = queryTile + Tile::kResident, *const valueTile = keyTile + Tile::kKeys;
  uint8_t* const keep = reinterpret_cast<uint8_t*>(valueTile + Tile::kValues) + warpRow() * kKeepBytes<kColumns>;
  const bool drops = a.dropout > 0;
  const DropoutKey dropout = drops ? dropoutKey(a.counter, c.dropout) : DropoutKey{};

  const float *const k = a.k + item * a.batchK + keyHead * headWidth, *const v = a.v + item * a.batchV + keyHead * headWidth;
  stageOperand<Operand, width, kTensorRows, Stage::kRows>(queryTile, a.q + item * a.batchQ + from * a.strideQ + head * headWidth, a.strideQ,
                                                          queries, headWidth, c.aligned);
  const float scale = (float)a.scale;
  float maxima[2] = {kNoScore, kNoScore}, totals[2] = {0.0f, 0.0f}, sums[width / 8][4];
#pragma unroll
  for (int n = 0; n < width / 8; n++)
#pragma unroll
    for (int i = 0; i < 4; i++) sums[n][i] = 0.0f;

  for (int key = 0; key < keys; key += kColumns) {
    const int count = min(kColumns, keys - key);
    __syncthreads();
    stageOperand<Operand, width, kColumns, Stage::kRows>(keyTile, k + key * a.strideK, a.strideK, count, headWidth, c.aligned);
    stageOperand<Operand, width, kColumns, Stage::kPairs>(valueTile, v + key * a.strideV, a.strideV, count, headWidth, c.aligned);
    __syncthreads();
    if (key >= warpKeys) continue;
    float weights[kParts][4];
    multiplyRows<Operand, width>(queryTile, keyTile, weights);
    if (drops) drawKeepBits<kWarpTile, kColumns>(dropout, firstRow * a.keyTime + key, a.keyTime, keep);
#pragma unroll
    for (int half = 0; half < 2; half++) {
      const int row = partRow(2 * half), seen = visible.of(from + warpRow() + row) - key;
      float maximum = maxima[half];
#pragma unroll
      for (int n = 0; n < kParts; n++)
#pragma unroll
        for (int i = 2 * half; i < 2 * half + 2; i++) {
          weights[n][i] = 8 * n + partColumn(i) < seen ? weights[n][i] * scale : -INFINITY;
          maximum = fmaxf(maximum, weights[n][i]);
        }
      maximum = partRowMaximum(maximum);
      const float correction = expf(maxima[half] - maximum);
      maxima[half] = maximum;
      totals[half] *= correction;
#pragma unroll
      for (int n = 0; n < width / 8; n++) sums[n][2 * half] *= correction, sums[n][2 * half + 1] *= correction;
#pragma unroll
      for (int n = 0; n < kParts; n++)
#pragma unroll
        for (int i = 2 * half; i < 2 * half + 2; i++) {
          weights[n][i] = expf(weights[n][i] - maximum);
          totals[half] += weights[n][i];
          if (drops) {
            const float factor = keepFactor<kColumns>(dropout, keep, row, (firstRow + row) * a.keyTime + key, 8 * n + partColumn(i));
            weights[n][i] = dropped(weights[n][i], factor);
          }
        }
    }
    addWeightedPairs<Operand, width>(weights, valueTile, sums);
  }

#pragma unroll
  for (int half = 0; half < 2; half++) {
    const int row = warpRow() + partRow(2 * half), query = from + row;
    const float total = partRowSum(totals[half]), inverse = visible.of(query) > 0 ? 1.0f / total : 0.0f;
    if (row >= queries) continue;
    storeParts<width>(a.y + ((item * queryTime + query) * a.heads + head) * headWidth, sums, half, inverse, headWidth, c.aligned);
    if (lanePlace() > 0) continue;
    float* const stats = a.stats + (blockRow + row) * 2;
    stats[0] = maxima[half], stats[1] = inverse;
  }
}

}  // namespace prattle

using namespace prattle;

#define PRATTLE_ATTENTION_FORWARD(name, Operand, width)                                       \
  PRATTLE_KERNEL(attention_##name##_##width, AttentionArguments, kAttentionThreads) {       \
    PRATTLE_DYNAMIC_SHARED(unsigned, shared);                                                 \
    if constexpr (kTensorCores) attentionTensorForward<Operand, width>(c, shared);            \
  }
#define PRATTLE_ATTENTION_FORWARDS(name, Operand) \
  PRATTLE_ATTENTION_FORWARD(name, Operand, 16)    \
  PRATTLE_ATTENTION_FORWARD(name, Operand, 32)    \
  PRATTLE_ATTENTION_FORWARD(name, Operand, 64)    \
  PRATTLE_ATTENTION_FORWARD(name, Operand, 128)
PRATTLE_ATTENTION_FORWARDS(tf32, Tf32)
PRATTLE_ATTENTION_FORWARDS(bf16, Bf16)
