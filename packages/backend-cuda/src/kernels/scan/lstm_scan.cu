// The long short-term memory over a sequence. With i, f, g, o the four parts of x + U h + b:
// c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c'). Layout: scan.cuh. The cell's state is with the thread that owns the unit.
#include "scan.cuh"

using namespace prattle;

namespace {

constexpr int kGates = 4;

struct LstmForward {
  typedef LstmScan Command;
  static constexpr ScanShape kShape = {kGates, 1, false};
  const Command& c;
  const ScanUnit unit;
  float bias[kGates] = {}, x[kGates] = {}, cell = 0.0f;

  PRATTLE_DEVICE LstmForward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int) {
    return step > 0 ? c.y + (row * c.time + step - 1) * c.width : c.start + row * c.width;
  }
  PRATTLE_DEVICE Index at(Index step) const { return (unit.row * c.time + step) * c.width + unit.unit; }
  PRATTLE_DEVICE Index gatesAt(Index step) const { return (unit.row * c.time + step) * kGates * c.width + unit.unit; }

  PRATTLE_DEVICE void begin(Index first) {
    if (c.bias != nullptr)
      for (int gate = 0; gate < kGates; gate++) bias[gate] = c.bias[gate * c.width + unit.unit];
    cell = first > 0 ? c.cells[at(first - 1)] : c.cell[unit.row * c.width + unit.unit];
    unit.keep(0, vector(c, first, unit.row, 0)[unit.unit]);
  }
  PRATTLE_DEVICE void fetch(Index step) {
    for (int gate = 0; gate < kGates; gate++) x[gate] = c.x[gatesAt(step) + gate * c.width];
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    float gates[kGates];
    for (int gate = 0; gate < kGates; gate++) {
      const float sum = x[gate] + bias[gate] + sums(gate);
      gates[gate] = gate == 2 ? tanhf(sum) : logistic(sum);
      c.gates[gatesAt(step) + gate * c.width] = gates[gate];
    }
    cell = gates[1] * cell + gates[0] * gates[2];
    const float h = gates[3] * tanhf(cell);
    c.cells[at(step)] = cell;
    c.y[at(step)] = h;
    unit.keep(0, h);
    if (step == c.time - 1) c.last[unit.row * c.width + unit.unit] = cell;
  }
  PRATTLE_DEVICE void end() {}
};

/// The vectors are the gradients of the gates' sums: dx of the position after.
struct LstmBackward {
  typedef LstmScanGradient Command;
  static constexpr ScanShape kShape = {kGates, 1, true};
  const Command& c;
  const ScanUnit unit;
  float gates[kGates] = {}, dy = 0.0f, before = 0.0f, after = 0.0f, dcell = 0.0f;

  PRATTLE_DEVICE LstmBackward(const Command& c, const ScanUnit& unit) : c(c), unit(unit) {}
  PRATTLE_DEVICE static const float* vector(const Command& c, Index step, Index row, int gate) {
    return c.dx + ((row * c.time + c.time - step) * kGates + gate) * c.width;
  }
  PRATTLE_DEVICE Index startAt() const { return unit.row * c.width + unit.unit; }
  PRATTLE_DEVICE Index position(Index step) const { return unit.row * c.time + c.time - 1 - step; }
  PRATTLE_DEVICE Index gatesAt(Index step) const { return position(step) * kGates * c.width + unit.unit; }

  /// Between launches, the cell's gradient is where it belongs at the end.
  PRATTLE_DEVICE void begin(Index first) {
    dcell = first > 0 ? c.dcell[startAt()] : c.dlast != nullptr ? c.dlast[startAt()] : 0.0f;
  }
  PRATTLE_DEVICE void fetch(Index step) {
    if (step == c.time) return;
    const Index at = position(step) * c.width + unit.unit;
    for (int gate = 0; gate < kGates; gate++) gates[gate] = c.gates[gatesAt(step) + gate * c.width];
    after = c.cells[at];
    before = step < c.time - 1 ? c.cells[at - c.width] : c.cell[startAt()];
    dy = c.dy[at];
  }
  PRATTLE_DEVICE void finish(Index step, const ScanSums& sums) {
    const float dh = sums(0);
    if (step == c.time) {
      c.dstart[startAt()] = dh;
      return;
    }
    const float i = gates[0], f = gates[1], g = gates[2], o = gates[3], tangent = tanhf(after), gradient = dh + dy;
    dcell += gradient * o * activationSlope(kTanh, tangent);
    const float d[kGates] = {dcell * g * activationSlope(kSigmoid, i), dcell * before * activationSlope(kSigmoid, f),
                             dcell * i * activationSlope(kTanh, g), gradient * tangent * activationSlope(kSigmoid, o)};
    dcell *= f;
    for (int gate = 0; gate < kGates; gate++) {
      c.dx[gatesAt(step) + gate * c.width] = d[gate];
      unit.keep(gate, d[gate]);
    }
  }
  PRATTLE_DEVICE void end() { c.dcell[startAt()] = dcell; }
};

}  // namespace

PRATTLE_SCAN(lstm_scan, LstmForward)
PRATTLE_SCAN(lstm_scan_gradient, LstmBackward)
