// The long short-term memory over a sequence. With i, f, g, o the four parts of x + U h + b:
// c' = σ(f) c + σ(i) tanh(g), h' = σ(o) tanh(c').
#pragma once
#include "scan.h"

namespace prattle {
namespace PRATTLE_ISA {

static void lstmScan(Runtime& runtime, const LstmScan& s) {
  const Index width = s.width, stride = stateStride(width);
  float* packed = runtime.scratch(&runtime, kSharedScratch, 4 * packedSize(width, width));
  packGates(s.weight, 4, width, packed);
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width * 4, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* before = runtime.scratch(&runtime, thread, 3 * rows * stride + 4 * rows * kPanel);
    float *after = before + rows * stride, *cell = after + rows * stride, *room = cell + rows * stride;
    readStates(s.start + range.from * width, rows, width, before, stride);
    readStates(s.cell + range.from * width, rows, width, cell, stride);
    for (Index t = 0; t < s.time; t++, exchange(before, after)) {
      forEachState<4>(rows, width, width, before, stride, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[4]) {
        const Index position = (range.from + row) * s.time + t, at = position * width + unit;
        const Index first = position * 4 * width + unit, state = row * stride + unit;
        PRATTLE_UNROLL
        for (int gate = 0; gate < 4; gate++) {
          const Index own = gate * width;
          total[gate] += loadUpTo(s.x + first + own, count) + biasUpTo(s.bias, own + unit, count);
          total[gate] = gate == 2 ? hyperbolicTangent(total[gate]) : logistic(total[gate]);
          storeUpTo(s.gates + first + own, total[gate], count);
        }
        Vec c = total[1] * loadUpTo(cell + state, count) + total[0] * total[2];
        Vec h = total[3] * hyperbolicTangent(c);
        storeUpTo(cell + state, c, count);
        storeUpTo(s.cells + at, c, count);
        storeUpTo(after + state, h, count);
        storeUpTo(s.y + at, h, count);
      });
    }
    writeStates(cell, stride, rows, width, s.last + range.from * width);
  });
}

static void lstmScanGradient(Runtime& runtime, const LstmScanGradient& s) {
  const Index width = s.width, stride = stateStride(width), wide = stateStride(4 * width);
  float* packed = runtime.scratch(&runtime, kSharedScratch, packedSize(width, 4 * width));
  packPlain(s.weight, 4 * width, width, packed);
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width * 4, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* dh = runtime.scratch(&runtime, thread, 2 * rows * stride + rows * wide + rows * kPanel);
    float *dc = dh + rows * stride, *d = dc + rows * stride, *room = d + rows * wide;
    readStates(nullptr, rows, width, dh, stride);
    readStates(s.dlast ? s.dlast + range.from * width : nullptr, rows, width, dc, stride);
    for (Index t = s.time - 1; t >= 0; t--) {
      forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
        const Index item = range.from + row, position = item * s.time + t, at = position * width + unit;
        const Index first = position * 4 * width + unit, state = row * stride + unit;
        Vec i = loadUpTo(s.gates + first, count), f = loadUpTo(s.gates + first + width, count);
        Vec g = loadUpTo(s.gates + first + 2 * width, count), o = loadUpTo(s.gates + first + 3 * width, count);
        Vec before = loadUpTo(t > 0 ? s.cells + at - width : s.cell + item * width + unit, count);
        Vec tangent = hyperbolicTangent(loadUpTo(s.cells + at, count));
        Vec gradient = loadUpTo(dh + state, count) + loadUpTo(s.dy + at, count);
        Vec dcell = loadUpTo(dc + state, count) + gradient * o * tangentSlope(tangent);
        storeUpTo(dc + state, dcell * f, count);
        const Vec gates[4] = {dcell * g * logisticSlope(i), dcell * before * logisticSlope(f), dcell * i * tangentSlope(g),
                              gradient * tangent * logisticSlope(o)};
        PRATTLE_UNROLL
        for (int gate = 0; gate < 4; gate++) {
          storeUpTo(s.dx + first + gate * width, gates[gate], count);
          storeUpTo(d + row * wide + gate * width + unit, gates[gate], count);
        }
      });
      forEachState<1>(rows, width, 4 * width, d, wide, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[1]) {
        storeUpTo(dh + row * stride + unit, total[0], count);
      });
    }
    writeStates(dh, stride, rows, width, s.dstart + range.from * width);
    writeStates(dc, stride, rows, width, s.dcell + range.from * width);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
