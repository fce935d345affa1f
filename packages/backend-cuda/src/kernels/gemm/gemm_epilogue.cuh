// What happens to an element of a product between its sum and memory; the order of the command's description.
#pragma once
#include "shared/activation.cuh"
#include "gemm_work.h"

namespace prattle {

PRATTLE_DEVICE float finishProduct(const Gemm& g, Index at, int column, float value) {
  if (g.bias) value += g.bias[column];
  if (g.preactivation) g.preactivation[at] = value;
  if (g.activation != kNone) value = activate(g.activation, value);
  if (g.gradientSaved) value *= activationSlope(g.gradientActivation, g.gradientSaved[at]);
  return g.residual ? value + g.residual[at] : value;
}

/// Writes kCount neighbours of a row of the product, or of its partial sums.
template <int kCount>
PRATTLE_DEVICE void writeProduct(const GemmWork& c, int batch, int split, int row, int column, const float* sums) {
  const Gemm& g = c.g;
  if (row >= g.m) return;
  const bool partial = c.splits > 1;
  const Index at = partial ? (((Index)split * g.batch + batch) * g.m + row) * g.n + column : batch * g.batchC + row * g.strideC + column;
  float* const output = (partial ? c.partial : g.c) + at;
  float values[kCount];
#pragma unroll
  for (int i = 0; i < kCount; i++) {
    const bool inside = column + i < g.n;
    values[i] = partial || !inside ? sums[i] : finishProduct(g, at + i, column + i, sums[i]);
  }
  const bool whole = column + kCount <= g.n && c.vectorsC != 0;
  if (whole && kCount == 4) {
    *reinterpret_cast<float4*>(output) = make_float4(values[0], values[1], values[2], values[3 % kCount]);
  } else if (whole && kCount == 2) {
    *reinterpret_cast<float2*>(output) = make_float2(values[0], values[1]);
  } else {
#pragma unroll
    for (int i = 0; i < kCount; i++)
      if (column + i < g.n) output[i] = values[i];
  }
}

}  // namespace prattle
