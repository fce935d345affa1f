// The plain recurrent cell over a sequence: h = tanh(x + U h + b). Layout: scan.cuh.
#include "scan.cuh"

using namespace prattle;

namespace {

struct RnnForward {
  typedef RnnScan Command;
  static constexpr ScanShape kShape = {1, 1, false};
  const Command& c;
  const ScanUnit unit;
  float bias = 0.0f, x = 0.0f;

  PRATTLE_DEVICE RnnForward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int) {
    return step > 0 ? c.y + (row * c.time + step - 1) * c.width : c.start + row * c.width;
  }
  PRATTLE_DEVICE Index at(Index step) const { return (unit.row * c.time + step) * c.width + unit.unit; }

  PRATTLE_DEVICE void begin(Index first) {
    if (c.bias != nullptr) bias = c.bias[unit.unit];
    unit.keep(0, vector(c, first, unit.row, 0)[unit.unit]);
  }
  PRATTLE_DEVICE void fetch(Index step) { x = c.x[at(step)]; }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const float h = tanhf(x + bias + sums(0));
    c.y[at(step)] = h;
    unit.keep(0, h);
  }
  PRATTLE_DEVICE void end() {}
};

/// The vector is the gradient of what went into tanh: dx of the position after.
struct RnnBackward {
  typedef RnnScanGradient Command;
  static constexpr ScanShape kShape = {1, 1, true};
  const Command& c;
  const ScanUnit unit;
  float y = 0.0f, dy = 0.0f;

  PRATTLE_DEVICE RnnBackward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int) {
    return c.dx + (row * c.time + c.time - step) * c.width;
  }
  PRATTLE_DEVICE Index at(Index step) const { return (unit.row * c.time + c.time - 1 - step) * c.width + unit.unit; }

  PRATTLE_DEVICE void begin(Index) {}
  PRATTLE_DEVICE void fetch(Index step) {
    if (step == c.time) return;
    y = c.y[at(step)];
    dy = c.dy[at(step)];
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const float dh = sums(0);
    if (step == c.time) {
      c.dstart[unit.row * c.width + unit.unit] = dh;
      return;
    }
    const float d = (dh + dy) * activationSlope(kTanh, y);
    c.dx[at(step)] = d;
    unit.keep(0, d);
  }
  PRATTLE_DEVICE void end() {}
};

}  // namespace

PRATTLE_SCAN(rnn_scan, RnnForward)
PRATTLE_SCAN(rnn_scan_gradient, RnnBackward)
