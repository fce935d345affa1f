// The gated recurrent unit over a sequence, in both forms. Layout: scan.cuh.
//
// Reset after the product (parts r, z, n), a step for a position: r, z = σ(x + U h + b), p = U h + b, n = tanh(x + r p),
// h' = n + z (h - n).
// Reset before it (parts z, r, n), two steps: z, r = σ(x + U h + b), q = r h; then n = tanh(x + U q + b), h' = h + z (n - h).
// Backward their order is: the gradients of z and n from that of h', then of q and r.
#include "scan.cuh"

using namespace prattle;

namespace {

/// From one position's to the next in x and dx, and in gates.
constexpr int kParts = 3, kKept = 4;

struct GruForward {
  typedef GruScan Command;
  const Command& c;
  const ScanUnit unit;
  float bias[kParts] = {}, x[kParts] = {}, h = 0.0f;

  PRATTLE_DEVICE GruForward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* stateBefore(const Command& c, Index t, Index row) {
    return t > 0 ? c.y + (row * c.time + t - 1) * c.width : c.start + row * c.width;
  }
  PRATTLE_DEVICE float xAt(Index t, int part) const { return c.x[((unit.row * c.time + t) * kParts + part) * c.width + unit.unit]; }
  PRATTLE_DEVICE float& gateAt(Index t, int part) const { return c.gates[((unit.row * c.time + t) * kKept + part) * c.width + unit.unit]; }

  PRATTLE_DEVICE void beginAt(Index t) {
    if (c.bias != nullptr)
      for (int part = 0; part < kParts; part++) bias[part] = c.bias[part * c.width + unit.unit];
    h = stateBefore(c, t, unit.row)[unit.unit];
    unit.keep(0, h);
  }
  PRATTLE_DEVICE void put(Index t, float after) {
    h = after;
    c.y[(unit.row * c.time + t) * c.width + unit.unit] = h;
    unit.keep(0, h);
  }
  PRATTLE_DEVICE void end() {}
};

struct GruResetAfter : GruForward {
  static constexpr ScanShape kShape = {kParts, 1, false};
  using GruForward::GruForward;

  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int) { return stateBefore(c, step, row); }
  PRATTLE_DEVICE void begin(Index first) { beginAt(first); }
  PRATTLE_DEVICE void fetch(Index step) {
    for (int part = 0; part < kParts; part++) x[part] = xAt(step, part);
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const float r = logistic(x[0] + bias[0] + sums(0)), z = logistic(x[1] + bias[1] + sums(1));
    const float p = bias[2] + sums(2), n = tanhf(x[2] + r * p);
    gateAt(step, 0) = r;
    gateAt(step, 1) = z;
    gateAt(step, 2) = n;
    gateAt(step, 3) = p;
    put(step, n + z * (h - n));
  }
};

struct GruResetBefore : GruForward {
  static constexpr ScanShape kShape = {kParts, 2, false};
  using GruForward::GruForward;
  float z = 0.0f;

  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int) {
    const Index t = step / 2;
    return step % 2 == 0 ? stateBefore(c, t, row) : c.gates + ((row * c.time + t) * kKept + 3) * c.width;
  }
  PRATTLE_DEVICE void begin(Index first) {
    beginAt(first / 2);
    if (first % 2 == 1) z = gateAt(first / 2, 0);
  }
  PRATTLE_DEVICE void fetch(Index step) {
    if (step % 2 == 0) {
      x[0] = xAt(step / 2, 0);
      x[1] = xAt(step / 2, 1);
    } else {
      x[2] = xAt(step / 2, 2);
    }
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const Index t = step / 2;
    if (step % 2 == 0) {
      const float r = logistic(x[1] + bias[1] + sums(1)), q = r * h;
      z = logistic(x[0] + bias[0] + sums(0));
      gateAt(t, 0) = z;
      gateAt(t, 1) = r;
      gateAt(t, 3) = q;
      unit.keep(1, q);
    } else {
      const float n = tanhf(x[2] + bias[2] + sums(0));
      gateAt(t, 2) = n;
      put(t, h + z * (n - h));
    }
  }
};

/// `dh` is the part of the state's gradient that did not go through a product. Between launches, it is where the start's gradient
/// belongs.
struct GruBackward {
  typedef GruScanGradient Command;
  const Command& c;
  const ScanUnit unit;
  float gates[kKept] = {}, before = 0.0f, dy = 0.0f, dh = 0.0f;

  PRATTLE_DEVICE GruBackward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* dxOf(const Command& c, Index t, Index row, int part) {
    return c.dx + ((row * c.time + t) * kParts + part) * c.width;
  }
  PRATTLE_DEVICE Index at(Index t) const { return (unit.row * c.time + t) * c.width + unit.unit; }
  PRATTLE_DEVICE float& dxAt(Index t, int part) const { return c.dx[((unit.row * c.time + t) * kParts + part) * c.width + unit.unit]; }
  PRATTLE_DEVICE float& dstart() const { return c.dstart[unit.row * c.width + unit.unit]; }

  PRATTLE_DEVICE void begin(Index first) {
    if (first > 0) dh = dstart();
  }
  PRATTLE_DEVICE void fetchAt(Index t) {
    for (int part = 0; part < kKept; part++) gates[part] = c.gates[((unit.row * c.time + t) * kKept + part) * c.width + unit.unit];
    before = t > 0 ? c.y[at(t - 1)] : c.start[unit.row * c.width + unit.unit];
    dy = c.dy[at(t)];
  }
  PRATTLE_DEVICE void end() { dstart() = dh; }
};

struct GruResetAfterBackward : GruBackward {
  static constexpr ScanShape kShape = {kParts, 1, true};
  using GruBackward::GruBackward;

  /// The candidate's part is the gradient of p, which dx does not have.
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int part) {
    const Index t = c.time - step;
    return part < 2 ? dxOf(c, t, row, part) : c.dproduct + (row * c.time + t) * c.width;
  }
  PRATTLE_DEVICE void fetch(Index step) {
    if (step < c.time) fetchAt(c.time - 1 - step);
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    dh += sums(0);
    if (step == c.time) return;
    const Index t = c.time - 1 - step;
    const float r = gates[0], z = gates[1], n = gates[2], p = gates[3], gradient = dh + dy;
    const float dz = gradient * (before - n) * activationSlope(kSigmoid, z);
    const float dn = gradient * (1.0f - z) * activationSlope(kTanh, n), dp = dn * r, dr = dn * p * activationSlope(kSigmoid, r);
    dh = gradient * z;
    dxAt(t, 0) = dr;
    dxAt(t, 1) = dz;
    dxAt(t, 2) = dn;
    c.dproduct[at(t)] = dp;
    unit.keep(0, dr);
    unit.keep(1, dz);
    unit.keep(2, dp);
  }
};

struct GruResetBeforeBackward : GruBackward {
  static constexpr ScanShape kShape = {kParts, 2, true};
  using GruBackward::GruBackward;

  /// z and r of the position after, or n of this one.
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int part) {
    return dxOf(c, step % 2 == 0 ? c.time - step / 2 : c.time - 1 - step / 2, row, part);
  }
  PRATTLE_DEVICE void fetch(Index step) {
    if (step < 2 * c.time) fetchAt(c.time - 1 - step / 2);
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const Index t = c.time - 1 - step / 2;
    const float z = gates[0], r = gates[1], n = gates[2], through = sums(0);
    if (step % 2 == 1) {
      const float dr = through * before * activationSlope(kSigmoid, r);
      dh += through * r;
      dxAt(t, 1) = dr;
      unit.keep(1, dr);
      return;
    }
    dh += through;
    if (step == 2 * c.time) return;
    const float gradient = dh + dy, dz = gradient * (n - before) * activationSlope(kSigmoid, z);
    const float dn = gradient * z * activationSlope(kTanh, n);
    dh = gradient * (1.0f - z);
    dxAt(t, 0) = dz;
    dxAt(t, 2) = dn;
    unit.keep(0, dz);
    unit.keep(2, dn);
  }
};

}  // namespace

PRATTLE_SCAN(gru_scan_reset_after, GruResetAfter)
PRATTLE_SCAN(gru_scan_reset_before, GruResetBefore)
PRATTLE_SCAN(gru_scan_reset_after_gradient, GruResetAfterBackward)
PRATTLE_SCAN(gru_scan_reset_before_gradient, GruResetBeforeBackward)
