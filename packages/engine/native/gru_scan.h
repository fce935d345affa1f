// The gated recurrent unit over a sequence, in both forms.
//
// Reset before the product (parts z, r, n): z, r = σ(x + U h + b), q = r h, n = tanh(x + U q + b), h' = h + z (n - h).
// Reset after it (parts r, z, n): r, z = σ(x + U h + b), p = U h + b, n = tanh(x + r p), h' = n + z (h - n).
// `gates` keeps the three parts, and q or p as a fourth.
#pragma once
#include "scan.h"

namespace prattle {
namespace PRATTLE_ISA {

/// A part of the gates at one position.
PRATTLE_INLINE Vec sumOf(const GruScan& s, Vec total, Index position, Index part, Index unit, Index count) {
  const Index own = part * s.width + unit;
  return total + loadUpTo(s.x + position * 3 * s.width + own, count) + biasUpTo(s.bias, own, count);
}

static void gruResetBefore(const GruScan& s, Range range, const float* packed, float* scratch) {
  const Index width = s.width, stride = stateStride(width), rows = range.to - range.from;
  const float* packedCandidate = packed + 2 * packedSize(width, width);
  float *h = scratch, *reset = h + rows * stride, *room = reset + rows * stride;
  readStates(s.start + range.from * width, rows, width, h, stride);
  for (Index t = 0; t < s.time; t++) {
    forEachState<2>(rows, width, width, h, stride, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[2]) {
      const Index position = (range.from + row) * s.time + t;
      float* gates = s.gates + position * 4 * width + unit;
      Vec z = logistic(sumOf(s, total[0], position, 0, unit, count)), r = logistic(sumOf(s, total[1], position, 1, unit, count));
      Vec q = r * loadUpTo(h + row * stride + unit, count);
      storeUpTo(gates, z, count);
      storeUpTo(gates + width, r, count);
      storeUpTo(gates + 3 * width, q, count);
      storeUpTo(reset + row * stride + unit, q, count);
    });
    forEachState<1>(rows, width, width, reset, stride, packedCandidate, room, [&](Index row, Index unit, Index count, Vec(&total)[1]) {
      const Index position = (range.from + row) * s.time + t;
      float *gates = s.gates + position * 4 * width + unit, *state = h + row * stride + unit;
      Vec n = hyperbolicTangent(sumOf(s, total[0], position, 2, unit, count)), before = loadUpTo(state, count);
      Vec after = before + loadUpTo(gates, count) * (n - before);
      storeUpTo(gates + 2 * width, n, count);
      storeUpTo(state, after, count);
      storeUpTo(s.y + position * width + unit, after, count);
    });
  }
}

static void gruResetAfter(const GruScan& s, Range range, const float* packed, float* scratch) {
  const Index width = s.width, stride = stateStride(width), rows = range.to - range.from;
  float *before = scratch, *after = before + rows * stride, *room = after + rows * stride;
  readStates(s.start + range.from * width, rows, width, before, stride);
  for (Index t = 0; t < s.time; t++, exchange(before, after)) {
    forEachState<3>(rows, width, width, before, stride, packed, room, [&](Index row, Index unit, Index count, Vec(&total)[3]) {
      const Index position = (range.from + row) * s.time + t;
      float* gates = s.gates + position * 4 * width + unit;
      Vec r = logistic(sumOf(s, total[0], position, 0, unit, count)), z = logistic(sumOf(s, total[1], position, 1, unit, count));
      Vec p = total[2] + biasUpTo(s.bias, 2 * width + unit, count);
      Vec n = hyperbolicTangent(loadUpTo(s.x + (position * 3 + 2) * width + unit, count) + r * p);
      Vec h = n + z * (loadUpTo(before + row * stride + unit, count) - n);
      storeUpTo(gates, r, count);
      storeUpTo(gates + width, z, count);
      storeUpTo(gates + 2 * width, n, count);
      storeUpTo(gates + 3 * width, p, count);
      storeUpTo(after + row * stride + unit, h, count);
      storeUpTo(s.y + position * width + unit, h, count);
    });
  }
}

static void gruScan(Runtime& runtime, const GruScan& s) {
  const Index width = s.width;
  float* packed = runtime.scratch(&runtime, kSharedScratch, 3 * packedSize(width, width));
  if (s.resetAfter) packGates(s.weight, 3, width, packed);
  else {
    packGates(s.weight, 2, width, packed);
    packGates(s.weight + 2 * width * width, 1, width, packed + 2 * packedSize(width, width));
  }
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width * 3, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* scratch = runtime.scratch(&runtime, thread, 2 * rows * stateStride(width) + 3 * rows * kPanel);
    s.resetAfter ? gruResetAfter(s, range, packed, scratch) : gruResetBefore(s, range, packed, scratch);
  });
}

/// Where a thread keeps the gradients of one position: of the state, and of what went through the product.
struct GruGradientScratch {
  float *dh, *d, *room;
};

/// The state before a position.
PRATTLE_INLINE Vec stateBefore(const GruScanGradient& s, Index item, Index t, Index unit, Index count) {
  return loadUpTo(t > 0 ? s.y + (item * s.time + t - 1) * s.width + unit : s.start + item * s.width + unit, count);
}

static void gruResetBeforeGradient(const GruScanGradient& s, Range range, const float* packed, const GruGradientScratch& scratch) {
  const Index width = s.width, stride = stateStride(width), wide = stateStride(3 * width), rows = range.to - range.from;
  const float* packedCandidate = packed + packedSize(width, 2 * width);
  for (Index t = s.time - 1; t >= 0; t--) {
    forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
      const Index item = range.from + row, position = item * s.time + t;
      const float* gates = s.gates + position * 4 * width + unit;
      float *dx = s.dx + position * 3 * width + unit, *dh = scratch.dh + row * stride + unit, *d = scratch.d + row * wide + unit;
      Vec z = loadUpTo(gates, count), n = loadUpTo(gates + 2 * width, count), h = stateBefore(s, item, t, unit, count);
      Vec gradient = loadUpTo(dh, count) + loadUpTo(s.dy + position * width + unit, count);
      Vec dz = gradient * (n - h) * logisticSlope(z), dn = gradient * z * tangentSlope(n);
      storeUpTo(dh, gradient * (1.f - z), count);
      storeUpTo(dx, dz, count);
      storeUpTo(dx + 2 * width, dn, count);
      storeUpTo(d, dz, count);
      storeUpTo(d + 2 * width, dn, count);
    });
    // Through the candidate's product to q = r h.
    forEachState<1>(rows, width, width, scratch.d + 2 * width, wide, packedCandidate, scratch.room,
                    [&](Index row, Index unit, Index count, Vec(&total)[1]) {
                      const Index item = range.from + row, position = item * s.time + t;
                      float* dh = scratch.dh + row * stride + unit;
                      Vec r = loadUpTo(s.gates + (position * 4 + 1) * width + unit, count);
                      Vec dr = total[0] * stateBefore(s, item, t, unit, count) * logisticSlope(r);
                      storeUpTo(dh, loadUpTo(dh, count) + total[0] * r, count);
                      storeUpTo(s.dx + (position * 3 + 1) * width + unit, dr, count);
                      storeUpTo(scratch.d + row * wide + width + unit, dr, count);
                    });
    forEachState<1>(rows, width, 2 * width, scratch.d, wide, packed, scratch.room,
                    [&](Index row, Index unit, Index count, Vec(&total)[1]) {
                      float* dh = scratch.dh + row * stride + unit;
                      storeUpTo(dh, loadUpTo(dh, count) + total[0], count);
                    });
  }
}

static void gruResetAfterGradient(const GruScanGradient& s, Range range, const float* packed, const GruGradientScratch& scratch) {
  const Index width = s.width, stride = stateStride(width), wide = stateStride(3 * width), rows = range.to - range.from;
  for (Index t = s.time - 1; t >= 0; t--) {
    forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
      const Index item = range.from + row, position = item * s.time + t;
      const float* gates = s.gates + position * 4 * width + unit;
      float *dx = s.dx + position * 3 * width + unit, *dh = scratch.dh + row * stride + unit, *d = scratch.d + row * wide + unit;
      Vec r = loadUpTo(gates, count), z = loadUpTo(gates + width, count), n = loadUpTo(gates + 2 * width, count);
      Vec gradient = loadUpTo(dh, count) + loadUpTo(s.dy + position * width + unit, count);
      Vec dz = gradient * (stateBefore(s, item, t, unit, count) - n) * logisticSlope(z);
      Vec dn = gradient * (1.f - z) * tangentSlope(n), dp = dn * r;
      Vec dr = dn * loadUpTo(gates + 3 * width, count) * logisticSlope(r);
      storeUpTo(dh, gradient * z, count);
      storeUpTo(dx, dr, count);
      storeUpTo(dx + width, dz, count);
      storeUpTo(dx + 2 * width, dn, count);
      storeUpTo(s.dproduct + position * width + unit, dp, count);
      storeUpTo(d, dr, count);
      storeUpTo(d + width, dz, count);
      storeUpTo(d + 2 * width, dp, count);
    });
    forEachState<1>(rows, width, 3 * width, scratch.d, wide, packed, scratch.room,
                    [&](Index row, Index unit, Index count, Vec(&total)[1]) {
                      float* dh = scratch.dh + row * stride + unit;
                      storeUpTo(dh, loadUpTo(dh, count) + total[0], count);
                    });
  }
}

static void gruScanGradient(Runtime& runtime, const GruScanGradient& s) {
  const Index width = s.width, stride = stateStride(width), wide = stateStride(3 * width);
  float* packed = runtime.scratch(&runtime, kSharedScratch, packedSize(width, 3 * width));
  if (s.resetAfter) packPlain(s.weight, 3 * width, width, packed);
  else {
    packPlain(s.weight, 2 * width, width, packed);
    packPlain(s.weight + 2 * width * width, width, width, packed + packedSize(width, 2 * width));
  }
  overRows(runtime, s.batch, (Work)s.batch * s.time * width * width * 3, [&](Range range, int thread) {
    const Index rows = range.to - range.from;
    float* dh = runtime.scratch(&runtime, thread, rows * (stride + wide + kPanel));
    const GruGradientScratch scratch = {dh, dh + rows * stride, dh + rows * (stride + wide)};
    readStates(nullptr, rows, width, dh, stride);
    s.resetAfter ? gruResetAfterGradient(s, range, packed, scratch) : gruResetBeforeGradient(s, range, packed, scratch);
    writeStates(dh, stride, rows, width, s.dstart + range.from * width);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
