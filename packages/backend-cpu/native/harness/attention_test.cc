#include <cmath>

#include "harness.h"

namespace prattle {
namespace {

struct Problem {
  AttentionGradient a = {};
  Floats q, k, v, dy;
  Integers lengths, counter;
};

Problem draw(Case& c) {
  Problem p;
  AttentionGradient& a = p.a;
  a.batch = c.integer(1, 3);
  a.keyHeads = c.integer(1, 3);
  a.heads = a.keyHeads * c.pick({1, 1, 2, 3});
  a.headWidth = c.pick({1, 3, 4, 8, 16, 16, 20, 32, 64});
  a.queryTime = c.pick({1, 2, 5, 16, 17, 31, 32, 33, 50, 70});
  a.keyTime = c.flip() ? a.queryTime : c.pick({1, 3, 16, 29, 33, 64});
  a.causal = c.flip();
  a.scale = c.pick({0, 1}) ? 1 / std::sqrt((double)a.headWidth) : c.real(-0.5, 1.5);
  const Index pad = c.pick({0, 0, 5});
  a.strideQ = a.heads * a.headWidth + pad;
  a.strideK = a.strideV = a.keyHeads * a.headWidth + pad;
  a.batchQ = a.queryTime * a.strideQ;
  a.batchK = a.batchV = a.keyTime * a.strideK;
  p.q = c.floats(a.batch * a.batchQ, -2, 2);
  p.k = c.floats(a.batch * a.batchK, -2, 2);
  p.v = c.floats(a.batch * a.batchV);
  p.dy = c.floats(a.batch * a.queryTime * a.heads * a.headWidth);
  p.lengths = c.integers(a.batch, 0, a.keyTime);
  p.counter = {12345, -7, (int32_t)c.integer(0, 100), 0};
  if (c.flip()) a.dropout = c.real(0.05, 0.6);
  a.site = c.integer(0, 9);
  c.describe("attention batch " + std::to_string(a.batch) + " heads " + std::to_string(a.heads) + "/" + std::to_string(a.keyHeads) +
             " width " + std::to_string(a.headWidth) + " times " + std::to_string(a.queryTime) + " " + std::to_string(a.keyTime) +
             " causal " + std::to_string(a.causal) + " dropout " + std::to_string(a.dropout) + " scale " + std::to_string(a.scale));
  return p;
}

Attention forwardOf(const AttentionGradient& g, float* y, float* stats) {
  return {y,         stats,       g.q,       g.k,       g.v,       g.lengths, g.counter, g.batch, g.heads,  g.keyHeads, g.headWidth, g.queryTime,
          g.keyTime, g.strideQ,   g.strideK, g.strideV, g.batchQ,  g.batchK,  g.batchV,  g.scale, g.causal, g.dropout,  g.site};
}

/// Reference of both directions for one row of one head: the weights, then everything that hangs on them.
void referenceRow(const Problem& p, Index item, Index head, Index i, Doubles& y, Doubles& dq, Doubles& dk, Doubles& dv) {
  const AttentionGradient& a = p.a;
  const Index keyHead = head * a.keyHeads / a.heads, width = a.headWidth;
  auto q = [&](Index d) { return (size_t)(item * a.batchQ + i * a.strideQ + head * width + d); };
  auto k = [&](Index j, Index d) { return (size_t)(item * a.batchK + j * a.strideK + keyHead * width + d); };
  auto out = [&](Index d) { return (size_t)((item * a.queryTime + i) * a.heads * width + head * width + d); };
  Index limit = a.lengths ? p.lengths[(size_t)item] : a.keyTime;
  if (a.causal) limit = std::min(limit, std::max<Index>(0, i + a.keyTime - a.queryTime + 1));
  Doubles weight((size_t)limit), factor((size_t)limit, 1.0), gradient((size_t)limit);
  double most = -1e300, total = 0, mean = 0;
  for (Index j = 0; j < limit; j++) {
    for (Index d = 0; d < width; d++) weight[j] += (double)p.q[q(d)] * p.k[k(j, d)];
    most = std::fmax(most, weight[j] *= a.scale);
  }
  for (double& w : weight) total += w = std::exp(w - most);
  const uint64_t row = (uint64_t)((item * a.heads + head) * a.queryTime + i) * (uint64_t)a.keyTime;
  for (Index j = 0; j < limit; j++) {
    weight[j] /= total;
    if (a.dropout > 0) factor[j] = dropoutDraw(p.counter, a.site, row + (uint64_t)j) * 0x1p-24 >= (float)a.dropout ? 1 / (1 - a.dropout) : 0;
    for (Index d = 0; d < width; d++) {
      y[out(d)] += weight[j] * factor[j] * p.v[k(j, d)];
      gradient[j] += factor[j] * p.v[k(j, d)] * p.dy[out(d)];
      dv[k(j, d)] += weight[j] * factor[j] * p.dy[out(d)];
    }
    mean += weight[j] * gradient[j];
  }
  for (Index j = 0; j < limit; j++) {
    const double slope = a.scale * weight[j] * (gradient[j] - mean);
    for (Index d = 0; d < width; d++) {
      dq[q(d)] += slope * p.k[k(j, d)];
      dk[k(j, d)] += slope * p.q[q(d)];
    }
  }
}

}  // namespace

void testAttention(Case& c) {
  Problem p = draw(c);
  AttentionGradient& a = p.a;
  Floats y(p.dy.size()), stats((size_t)(a.batch * a.heads * a.queryTime * 2)), dq(p.q.size(), 0.f), dk(p.k.size(), 0.f), dv(p.v.size(), 0.f);
  a.q = p.q.data();
  a.k = p.k.data();
  a.v = p.v.data();
  if (c.integer(0, 2) == 0) a.lengths = p.lengths.data();
  if (a.dropout > 0) a.counter = p.counter.data();
  c.engine.apply(forwardOf(a, y.data(), stats.data()));
  a.dy = p.dy.data();
  a.y = y.data();
  a.stats = stats.data();
  a.dq = dq.data();
  a.dk = dk.data();
  a.dv = dv.data();
  c.engine.apply(a);

  Doubles expectedY(y.size(), 0.0), expectedDq(dq.size(), 0.0), expectedDk(dk.size(), 0.0), expectedDv(dv.size(), 0.0);
  for (Index item = 0; c.checks() && item < a.batch; item++)
    for (Index head = 0; head < a.heads; head++)
      for (Index i = 0; i < a.queryTime; i++) referenceRow(p, item, head, i, expectedY, expectedDq, expectedDk, expectedDv);
  // The larger the scores, the larger their rounding, which the exponential carries on.
  const double tolerance = 2e-6 + 1e-7 * std::fabs(a.scale) * (double)a.headWidth;
  c.expect("y", y, expectedY, tolerance, 0.1);
  c.expect("dq", dq, expectedDq, 2 * tolerance, 0.1);
  c.expect("dk", dk, expectedDk, 2 * tolerance, 0.1);
  c.expect("dv", dv, expectedDv, 2 * tolerance, 0.1);
}

}  // namespace prattle
