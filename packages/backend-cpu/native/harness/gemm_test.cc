#include <cmath>

#include "harness.h"

namespace prattle {
namespace {


double at(const Floats& x, bool transposed, Index stride, Index row, Index column) {
  return x[(size_t)(transposed ? column * stride + row : row * stride + column)];
}

}  // namespace

void testGemm(Case& c) {
  Gemm g = {};
  const bool large = c.integer(0, 9) == 0;  // large enough for several threads
  g.m = large ? c.pick({96, 130, 512}) : c.pick({1, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 17, 24, 33, 50});
  g.n = large ? c.pick({65, 128, 200}) : c.pick({1, 2, 3, 8, 15, 16, 17, 31, 32, 33, 48, 65, 100});
  g.k = large ? c.pick({64, 257, 1100}) : c.pick({0, 1, 2, 5, 8, 16, 31, 64, 100});
  if (c.integer(0, 15) == 0) g.k = 2200;  // more than two blocks of k
  g.transposeA = c.flip();
  g.transposeB = c.flip();
  g.strideA = (g.transposeA ? g.m : g.k) + c.pick({0, 0, 3});
  g.strideB = (g.transposeB ? g.k : g.n) + c.pick({0, 0, 5});
  if (c.integer(0, 9) == 0) g.strideA = 1024, g.strideB = 1024;  // the strides that make packing worth while
  if (g.strideA < (g.transposeA ? g.m : g.k)) g.strideA = 4096;
  if (g.strideB < (g.transposeB ? g.k : g.n)) g.strideB = 4096;
  g.strideC = g.n + c.pick({0, 0, 7});
  g.batch = c.pick({1, 1, 1, 2, 5});
  const Index sizeA = (g.transposeA ? g.k : g.m) * g.strideA, sizeB = (g.transposeB ? g.n : g.k) * g.strideB, sizeC = g.m * g.strideC;
  g.batchA = c.flip() ? sizeA : 0;
  g.batchB = c.flip() ? sizeB : 0;
  g.batchC = sizeC;
  Floats a = c.floats(sizeA + (g.batch - 1) * g.batchA), b = c.floats(sizeB + (g.batch - 1) * g.batchB), out = c.floats(sizeC * g.batch);
  const Floats before = out;
  Floats bias = c.floats(g.n), pre(out.size(), 0.f), saved = c.floats((Index)out.size()), residual = c.floats((Index)out.size());
  Floats sumsA((size_t)g.m, 0.f), sumsB((size_t)g.n, 0.f);
  g.a = a.data();
  g.b = b.data();
  g.c = out.data();
  if (g.batch == 1 && c.flip()) g.bias = bias.data();
  if (g.batch == 1 && g.transposeA) g.sumsA = sumsA.data();
  if (g.batch == 1 && !g.transposeB && c.flip()) g.sumsB = sumsB.data();
  g.activation = c.pick({kNone, kNone, kRelu, kGelu, kGeluTanh, kTanh});
  if (c.integer(0, 2) == 0) g.preactivation = pre.data();
  g.gradientActivation = c.pick({kRelu, kGelu, kGeluTanh});
  if (c.integer(0, 2) == 0) g.gradientSaved = saved.data();
  const Index residualKind = c.integer(0, 3);
  if (residualKind == 1) g.residual = residual.data();
  if (residualKind == 2) g.residual = out.data();
  c.describe("gemm m " + std::to_string(g.m) + " n " + std::to_string(g.n) + " k " + std::to_string(g.k) + " transposed " +
             std::to_string(g.transposeA) + std::to_string(g.transposeB) + " strides " + std::to_string(g.strideA) + " " +
             std::to_string(g.strideB) + " batch " + std::to_string(g.batch) + " activation " + std::to_string(g.activation) + " residual " +
             std::to_string(residualKind));
  c.engine.apply(g);

  Doubles expected(before.begin(), before.end()), expectedPre(pre.size(), 0.0), totalA(sumsA.size(), 0.0), totalB(sumsB.size(), 0.0);
  for (Index item = 0; c.checks() && item < g.batch; item++) {
    const Floats oneA(a.begin() + item * g.batchA, a.end()), oneB(b.begin() + item * g.batchB, b.end());
    for (Index i = 0; i < g.m; i++) {
      for (Index j = 0; j < g.n; j++) {
        double v = 0;
        for (Index k = 0; k < g.k; k++) v += at(oneA, g.transposeA, g.strideA, i, k) * at(oneB, g.transposeB, g.strideB, k, j);
        const size_t place = (size_t)(item * g.batchC + i * g.strideC + j);
        if (g.bias) v += bias[(size_t)j];
        if (g.preactivation) expectedPre[place] = v;
        v = activate(g.activation, v);
        if (g.gradientSaved) v *= activationSlope(g.gradientActivation, saved[place]);
        if (residualKind == 1) v += residual[place];
        if (residualKind == 2) v += before[place];
        expected[place] = v;
      }
      for (Index k = 0; g.sumsA && k < g.k; k++) totalA[(size_t)i] += at(oneA, true, g.strideA, i, k);
    }
    for (Index j = 0; g.sumsB && j < g.n; j++)
      for (Index k = 0; k < g.k; k++) totalB[(size_t)j] += at(oneB, false, g.strideB, k, j);
  }
  const double tolerance = 1.5e-6 + 2e-8 * std::sqrt((double)g.k);
  c.expect("c", out, expected, tolerance, 1);
  c.expect("preactivation", pre, expectedPre, tolerance, 1);
  c.expect("sumsA", sumsA, totalA, 1e-6, 1);
  c.expect("sumsB", sumsB, totalB, 1e-6, 1);
}

}  // namespace prattle
