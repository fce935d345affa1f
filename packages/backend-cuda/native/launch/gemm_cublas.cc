#include "launch/gemm_cublas.h"

#include <algorithm>

#include "gemm/gemm_work.h"
#include "launch/column_sums.h"
#include "launch/launch.h"
#include "launch/quads.h"

namespace prattle::cuda {
namespace {

/// Slots of scratch memory.
constexpr int kPartsSlot = 1, kOperandSlotA = 2, kOperandSlotB = 3, kWorkspaceSlot = 4;
constexpr Index kRowsOfPart = 256;

/// Everything but a bias and a residual is left to a kernel behind the product.
bool isFinishedBehind(const Gemm& g) { return g.preactivation || g.activation != kNone || g.gradientSaved; }

bool isForCublas(const Gemm& g) {
  static_assert(Cublas::kAlignment == 4 * sizeof(float), "what its plans are told");
  const bool quads = atQuads(g.a, g.b, g.c, g.bias, g.residual) && inQuads(g.strideA, g.strideB, g.strideC, g.m, g.n, g.k);
  // A kernel behind works on c as it lies there, and a product would overwrite a residual that is still to be added.
  const bool canBeFinished = !isFinishedBehind(g) || (g.strideC == g.n && g.residual != g.c);
  return g.batch == 1 && g.k > 0 && quads && canBeFinished;
}

/// The stored matrix as bf16, dense.
const void* asBf16(Device& device, int slot, const float* x, Index rows, Index width, Index stride) {
  auto* y = reinterpret_cast<unsigned*>(device.scratch(slot, divideUp(rows * width, 2)));
  device.launch("prattle_to_bf16", device.gridFor(rows * width / 2, kThreads), kThreads, ToBf16{y, x, rows, width, stride});
  return y;
}

/// Sums over k of an operand that is stored [k, width].
void sumOverK(Device& device, const float* x, Index k, Index width, Index stride, float* sums) {
  const Index parts = divideUp(k, kRowsOfPart);
  float* const partial = device.scratch(kPartsSlot, parts * width);
  const Grid grid{(unsigned)divideUp(width, kThreads), (unsigned)parts};
  device.launch("prattle_column_parts", grid, kThreads, ColumnParts{partial, x, k, width, stride, kRowsOfPart});
  sumColumns(device, {partial, parts, width, width, sums, nullptr});
}

}  // namespace

bool multiplyByCublas(Device& device, const Gemm& g) {
  Cublas* const cublas = device.cublas();
  if (!cublas || !isForCublas(g)) return false;
  const bool behind = isFinishedBehind(g), bf16 = device.precision == Precision::kBf16;
  CublasProduct product{g.m, g.n, g.k, g.strideA, g.strideB, g.strideC, g.transposeA != 0, g.transposeB != 0, bf16,
                        device.precision == Precision::kTf32, g.bias && !behind, g.residual && !behind};
  CublasOperands operands{g.a, g.b, g.bias, g.residual, g.c};
  if (bf16) {
    const Index rowsA = g.transposeA ? g.k : g.m, widthA = g.transposeA ? g.m : g.k;
    const Index rowsB = g.transposeB ? g.n : g.k, widthB = g.transposeB ? g.k : g.n;
    operands.a = asBf16(device, kOperandSlotA, g.a, rowsA, widthA, g.strideA);
    operands.b = asBf16(device, kOperandSlotB, g.b, rowsB, widthB, g.strideB);
    product.strideA = widthA;
    product.strideB = widthB;
  }
  void* const workspace = device.scratch(kWorkspaceSlot, Cublas::kWorkspace / sizeof(float));
  if (!cublas->multiply(product, operands, workspace, device.stream())) return false;
  if (behind) {
    GemmWork work{};
    work.g = g;
    work.splits = 1;
    work.partial = g.c;
    device.launch("prattle_gemm_combine", device.gridFor(g.m * g.n, kThreads), kThreads, work);
  }
  if (g.sumsA) sumOverK(device, g.a, g.k, g.m, g.strideA, g.sumsA);
  if (g.sumsB) sumOverK(device, g.b, g.k, g.n, g.strideB, g.sumsB);
  return true;
}

}  // namespace prattle::cuda
