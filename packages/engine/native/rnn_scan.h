// The plain recurrent cell over a sequence: h = tanh(x + U h + b).
#pragma once
#include "scan.h"

namespace prattle {
namespace PRATTLE_ISA {

static void rnnScan(Runtime& runtime, const RnnScan& s) {
  const Index width = s.width, stride = stateStride(width);
  float* packed = runtime.scratch(&runtime, kSharedScratch, packedSize(width, width));
  packGates(s.weight, 1, width, packed);
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* before = runtime.scratch(&runtime, thread, 2 * rows * stride + rows * kPanel);
    float *after = before + rows * stride, *room = after + rows * stride;
    readStates(s.start + range.from * width, rows, width, before, stride);
    for (Index t = 0; t < s.time; t++, exchange(before, after)) {
      forEachState<1>(rows, width, width, before, stride, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[1]) {
        const Index at = ((range.from + row) * s.time + t) * width + unit;
        Vec h = hyperbolicTangent(loadUpTo(s.x + at, count) + biasUpTo(s.bias, unit, count) + total[0]);
        storeUpTo(s.y + at, h, count);
        storeUpTo(after + row * stride + unit, h, count);
      });
    }
  });
}

static void rnnScanGradient(Runtime& runtime, const RnnScanGradient& s) {
  const Index width = s.width, stride = stateStride(width);
  float* packed = runtime.scratch(&runtime, kSharedScratch, packedSize(width, width));
  packPlain(s.weight, width, width, packed);
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* dh = runtime.scratch(&runtime, thread, 2 * rows * stride + rows * kPanel);
    float *d = dh + rows * stride, *room = d + rows * stride;
    readStates(nullptr, rows, width, dh, stride);
    for (Index t = s.time - 1; t >= 0; t--) {
      forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
        const Index at = ((range.from + row) * s.time + t) * width + unit;
        Vec gradient = (loadUpTo(dh + row * stride + unit, count) + loadUpTo(s.dy + at, count)) * tangentSlope(loadUpTo(s.y + at, count));
        storeUpTo(s.dx + at, gradient, count);
        storeUpTo(d + row * stride + unit, gradient, count);
      });
      forEachState<1>(rows, width, width, d, stride, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[1]) {
        storeUpTo(dh + row * stride + unit, total[0], count);
      });
    }
    writeStates(dh, stride, rows, width, s.dstart + range.from * width);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
