// Recurrent scans, against their definition in double precision; gradients against the definition's slope along a random
// direction, row by row of the batch.
#include <cmath>

#include "harness.h"

namespace prattle {
namespace {

enum Kind { kRnn, kResetBefore, kResetAfter, kLstm };

struct Sizes {
  Kind kind;
  Index batch, time, width;
  Index gates() const { return kind == kLstm ? 4 : kind == kRnn ? 1 : 3; }
};

struct Inputs {
  Doubles x, weight, bias, start, cell;
};

struct Outputs {
  Doubles y, last;
};

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

Doubles widened(const Floats& floats) { return Doubles(floats.begin(), floats.end()); }

/// weight[part] · state + bias[part] for one hidden unit.
double fromState(const Sizes& s, const Inputs& in, Index part, Index unit, const Doubles& state) {
  const Index row = part * s.width + unit;
  double total = in.bias[(size_t)row];
  for (Index k = 0; k < s.width; k++) total += in.weight[(size_t)(row * s.width + k)] * state[(size_t)k];
  return total;
}

/// One position of one row: the new state in place of the old.
void step(const Sizes& s, const Inputs& in, const double* x, Doubles& h, Doubles& c) {
  const Doubles before = h;
  auto sum = [&](Index part, Index unit) { return x[part * s.width + unit] + fromState(s, in, part, unit, before); };
  Doubles reset(before);
  if (s.kind == kResetBefore)
    for (Index unit = 0; unit < s.width; unit++) reset[(size_t)unit] *= logistic(sum(1, unit));
  for (Index unit = 0; unit < s.width; unit++) {
    const size_t i = (size_t)unit;
    if (s.kind == kRnn) {
      h[i] = std::tanh(sum(0, unit));
    } else if (s.kind == kLstm) {
      c[i] = logistic(sum(1, unit)) * c[i] + logistic(sum(0, unit)) * std::tanh(sum(2, unit));
      h[i] = logistic(sum(3, unit)) * std::tanh(c[i]);
    } else if (s.kind == kResetBefore) {
      const double n = std::tanh(x[2 * s.width + unit] + fromState(s, in, 2, unit, reset));
      h[i] = before[i] + logistic(sum(0, unit)) * (n - before[i]);
    } else {
      const double n = std::tanh(x[2 * s.width + unit] + logistic(sum(0, unit)) * fromState(s, in, 2, unit, before));
      h[i] = n + logistic(sum(1, unit)) * (before[i] - n);
    }
  }
}

Outputs scan(const Sizes& s, const Inputs& in) {
  Outputs out;
  for (Index b = 0; b < s.batch; b++) {
    const auto row = [&](const Doubles& states) { return Doubles(states.begin() + b * s.width, states.begin() + (b + 1) * s.width); };
    Doubles h = row(in.start), c = row(in.cell);
    for (Index t = 0; t < s.time; t++) {
      step(s, in, &in.x[(size_t)((b * s.time + t) * s.gates() * s.width)], h, c);
      out.y.insert(out.y.end(), h.begin(), h.end());
    }
    out.last.insert(out.last.end(), c.begin(), c.end());
  }
  return out;
}

/// Adds the products of a row's elements to its total.
void addProducts(const Doubles& a, const Doubles& b, Doubles& totals) {
  const size_t width = a.size() / totals.size();
  for (size_t i = 0; i < a.size(); i++) totals[i / width] += a[i] * b[i];
}

/// The slope of Σ y · dy + Σ last · dlast of every row, when x, start and cell move along these directions.
Doubles slopes(const Sizes& s, const Inputs& in, const Inputs& direction, const Doubles& dy, const Doubles& dlast) {
  constexpr double kStep = 1e-5;
  Doubles result((size_t)s.batch, 0.0);
  for (double sign : {1.0, -1.0}) {
    Inputs moved = in;
    auto move = [&](Doubles& values, const Doubles& by) {
      for (size_t i = 0; i < values.size(); i++) values[i] += sign * kStep * by[i];
    };
    move(moved.x, direction.x);
    move(moved.start, direction.start);
    move(moved.cell, direction.cell);
    const Outputs out = scan(s, moved);
    Doubles totals((size_t)s.batch, 0.0);
    addProducts(out.y, dy, totals);
    if (s.kind == kLstm) addProducts(out.last, dlast, totals);
    for (size_t b = 0; b < totals.size(); b++) result[b] += sign * totals[b] / (2 * kStep);
  }
  return result;
}

}  // namespace

void testScans(Case& c) {
  Sizes s;
  s.kind = (Kind)c.integer(kRnn, kLstm);
  s.batch = c.pick({1, 2, 5, 13, 16, 33});
  s.time = c.pick({1, 2, 7});
  s.width = c.pick({1, 3, 16, 17, 32, 37, 64, 70});
  const Index gates = s.gates(), parts = s.kind == kLstm ? 4 : gates, states = s.batch * s.width;
  const double spread = 1 / std::sqrt((double)s.width);
  const bool withBias = c.flip(), resetAfter = s.kind == kResetAfter;
  Floats x = c.floats(states * s.time * parts, -2, 2), weight = c.floats(parts * s.width * s.width, -2 * spread, 2 * spread);
  Floats bias = withBias ? c.floats(parts * s.width) : Floats((size_t)(parts * s.width)), start = c.floats(states), cell = c.floats(states);
  Floats dy = c.floats(states * s.time), dlast = c.floats(states);
  Floats y(dy.size()), last(start.size()), saved(dy.size() * 4), cells(dy.size());
  Floats dx(x.size()), dstart(start.size()), dcell(start.size(), 0.f), dproduct(dy.size());
  c.describe("scan " + std::to_string(s.kind) + " batch " + std::to_string(s.batch) + " time " + std::to_string(s.time) + " width " +
             std::to_string(s.width));
  const float* biases = withBias ? bias.data() : nullptr;
  if (s.kind == kRnn) {
    c.engine.apply(RnnScan{y.data(), x.data(), weight.data(), biases, start.data(), s.batch, s.time, s.width});
    c.engine.apply(RnnScanGradient{dx.data(), dstart.data(), dy.data(), y.data(), weight.data(), s.batch, s.time, s.width});
  } else if (s.kind == kLstm) {
    c.engine.apply(LstmScan{y.data(), last.data(), saved.data(), cells.data(), x.data(), weight.data(), biases, start.data(), cell.data(),
                            s.batch, s.time, s.width});
    c.engine.apply(LstmScanGradient{dx.data(), dstart.data(), dcell.data(), dy.data(), dlast.data(), saved.data(), cells.data(),
                                    weight.data(), cell.data(), s.batch, s.time, s.width});
  } else {
    c.engine.apply(GruScan{y.data(), saved.data(), x.data(), weight.data(), biases, start.data(), s.batch, s.time, s.width, resetAfter});
    c.engine.apply(GruScanGradient{dx.data(), dproduct.data(), dstart.data(), dy.data(), y.data(), saved.data(), weight.data(),
                                   start.data(), s.batch, s.time, s.width, resetAfter});
  }
  for (const Floats* output : {&dx, &dstart, &dcell}) c.record(*output);
  if (!c.checks()) {
    for (const Floats* output : {&y, &last}) c.record(*output);
    return;
  }
  const Inputs in = {widened(x), widened(weight), widened(bias), widened(start), widened(cell)};
  const Outputs expected = scan(s, in);
  c.expect("y", y, expected.y, 2e-6, 1);
  if (s.kind == kLstm) c.expect("last", last, expected.last, 2e-6, 1);
  else c.record(last);
  const Inputs direction = {widened(c.floats((Index)x.size())), {}, {}, widened(c.floats(states)), widened(c.floats(states))};
  Doubles actual((size_t)s.batch, 0.0);
  addProducts(widened(dx), direction.x, actual);
  addProducts(widened(dstart), direction.start, actual);
  addProducts(widened(dcell), direction.cell, actual);
  c.compare("slope", Floats(actual.begin(), actual.end()), slopes(s, in, direction, widened(dy), widened(dlast)), 5e-6,
            std::sqrt((double)x.size() / (double)s.batch));
}

}  // namespace prattle
