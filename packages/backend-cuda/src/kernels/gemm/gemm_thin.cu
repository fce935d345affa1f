// Products with few rows of a (at most 8) and b stored [n, k]: what a sampled token asks of a linear layer. A warp takes a
// column of c, its lanes the depth, so b is read once and coalesced; always float32, since memory is what it waits for.
#include "gemm_epilogue.cuh"

using namespace prattle;

namespace {

template <int kRows>
PRATTLE_DEVICE void multiplyThin(const GemmWork& c) {
  const Gemm& g = c.g;
  const int lane = (int)threadIdx.x % kWarp;
  const Index column = (Index)blockIdx.x * (blockDim.x / kWarp) + threadIdx.x / kWarp;
  if (column >= g.n) return;
  const int batch = c.firstBatch + (int)blockIdx.z;
  const float *const a = g.a + batch * g.batchA, *const b = g.b + batch * g.batchB + column * g.strideB;
  const int k = (int)g.k, quads = c.vectorsA && c.vectorsB ? k / 4 : 0;
  float sums[kRows] = {};
  for (int i = lane; i < quads; i += kWarp) {
    const float4 fromB = *reinterpret_cast<const float4*>(b + 4 * i);
#pragma unroll
    for (int row = 0; row < kRows; row++) {
      if (row >= g.m) continue;
      const float4 fromA = *reinterpret_cast<const float4*>(a + row * g.strideA + 4 * i);
      sums[row] = fmaf(fromA.x, fromB.x, fmaf(fromA.y, fromB.y, fmaf(fromA.z, fromB.z, fmaf(fromA.w, fromB.w, sums[row]))));
    }
  }
  for (int i = 4 * quads + lane; i < k; i += kWarp) {
#pragma unroll
    for (int row = 0; row < kRows; row++)
      if (row < g.m) sums[row] = fmaf(a[row * g.strideA + i], b[i], sums[row]);
  }
#pragma unroll
  for (int row = 0; row < kRows; row++) {
    const float sum = warpSum(sums[row]);
    if (lane == row) writeProduct<1>(c, batch, 0, row, (int)column, &sum);
  }
}

}  // namespace

PRATTLE_KERNEL(gemm_thin_1, GemmWork, 256) { multiplyThin<1>(c); }
PRATTLE_KERNEL(gemm_thin_4, GemmWork, 256) { multiplyThin<4>(c); }
PRATTLE_KERNEL(gemm_thin_8, GemmWork, 256) { multiplyThin<8>(c); }
