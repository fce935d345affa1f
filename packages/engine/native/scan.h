// What the recurrent scans share: the product of a state with the recurrent weights, one position after the other.
//
// Rows of the batch know nothing of each other, so every thread takes some of them through all positions, without waiting
// for the others in between. The weights are packed once for all threads, in panels of kPanel hidden units with the gates of
// the same units side by side: a panel (width × kPanel floats) stays in the first cache while the rows pass by, all of them in
// the second, and the gates of a unit are there together when its new state is computed.
//
// An element's additions go along k in order, whatever the cut into rows: the same bits with any number of threads.
#pragma once
#include "gemm_tile.h"
#include "parallel.h"
#include "transpose.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kSerialScan = 512 * 1024;  // multiply-adds: below, waking threads costs more than it gains
constexpr Index kLeastRows = 4;            // for a thread

/// From one row of a thread's states to the next: never a multiple of 4 KiB, where all rows would share a cache set.
PRATTLE_INLINE Index stateStride(Index width) { return roundUp(width, kWidth) + kWidth; }

PRATTLE_INLINE Index packedSize(Index width, Index k) { return roundUp(width, kPanel) * k; }

/// weight [gates · width, width] for products state · weightᵀ: panel (units, gate) is [width][kPanel].
static void packGates(const float* weight, Index gates, Index width, float* to) {
  for (Index unit = 0; unit < width; unit += kPanel)
    for (Index gate = 0; gate < gates; gate++, to += width * kPanel)
      transposeInto(weight + (gate * width + unit) * width, width, smaller(kPanel, width - unit), width, to, kPanel, kPanel);
}

/// weight [k, width] for products gradient · weight: panel (units) is [k][kPanel].
static void packPlain(const float* weight, Index k, Index width, float* to) {
  for (Index unit = 0; unit < width; unit += kPanel)
    for (Index row = 0; row < k; row++, to += kPanel)
      for (Index v = 0; v < kPanel; v += kWidth)
        store(to + v, unit + v < width ? loadUpTo(weight + row * width + unit + v, width - unit - v) : Vec{});
}

/// Rows of the next tile: 16 rows are two tiles of 8, not 12 and 4.
PRATTLE_INLINE int scanTileRows(Index left) {
  return kTileRows == 12 && left > 12 && left < 18 ? 8 : tileRows(left);
}

/// c [rows, kPanel] = a [rows, k] · panel [k, kPanel], of which `vectors` vectors are wanted.
PRATTLE_INLINE void panelProduct(Index rows, Index k, const float* a, Index strideA, const float* panel, Index vectors, float* c) {
  for (Index row = 0, step; row < rows; row += step) {
    step = scanTileRows(rows - row);
    plainTiles[0][vectors - 1][step](k, a + row * strideA, strideA, panel, kPanel, c + row * kPanel, kPanel, false);
  }
}

/// body(row, unit, count, totals) for every vector of hidden units of every row: totals[gate] = a[row] · packed weights of the
/// gate. `count` is at least the number of units left. `room` holds kGates · rows · kPanel floats.
template <int kGates, class Body>
PRATTLE_INLINE void forEachState(Index rows, Index width, Index k, const float* a, Index strideA, const float* packed, float* room,
                                 Body&& body) {
  for (Index unit = 0; unit < width; unit += kPanel) {
    const Index units = smaller(kPanel, width - unit), vectors = (units + kWidth - 1) / kWidth;
    for (int gate = 0; gate < kGates; gate++, packed += k * kPanel)
      panelProduct(rows, k, a, strideA, packed, vectors, room + gate * rows * kPanel);
    for (Index row = 0; row < rows; row++) {
      for (Index v = 0; v < units; v += kWidth) {
        Vec totals[kGates];
        PRATTLE_UNROLL
        for (int gate = 0; gate < kGates; gate++) totals[gate] = load(room + (gate * rows + row) * kPanel + v);
        body(row, unit + v, units - v, totals);
      }
    }
  }
}

/// body(row, unit, count) for every vector of hidden units of every row.
template <class Body>
PRATTLE_INLINE void forEachUnit(Index rows, Index width, Body&& body) {
  for (Index row = 0; row < rows; row++)
    for (Index unit = 0; unit < width; unit += kWidth) body(row, unit, width - unit);
}

/// body(rows, thread): the rows of the batch over the threads, `work` multiply-adds in all.
template <class Body>
PRATTLE_INLINE void overRows(Runtime& runtime, Index batch, Work work, Body&& body) {
  const Index chunks = work < kSerialScan ? 1 : larger(1, smaller(runtime.threads, batch / kLeastRows));
  parallelFor(runtime, chunks, [&](Index chunk, int thread) { body(chunkRange(batch, chunk, chunks), thread); });
}

/// Dense rows of `from`, or zeros without it, to states `stride` apart.
static void readStates(const float* from, Index rows, Index width, float* to, Index stride) {
  forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
    storeUpTo(to + row * stride + unit, from ? loadUpTo(from + row * width + unit, count) : Vec{}, count);
  });
}

static void writeStates(const float* from, Index stride, Index rows, Index width, float* to) {
  forEachUnit(rows, width, [&](Index row, Index unit, Index count) {
    storeUpTo(to + row * width + unit, loadUpTo(from + row * stride + unit, count), count);
  });
}

/// bias, or zeros without one.
PRATTLE_INLINE Vec biasUpTo(const float* bias, Index at, Index count) { return bias ? loadUpTo(bias + at, count) : Vec{}; }

/// The derivatives by what they give.
PRATTLE_INLINE Vec logisticSlope(Vec y) { return y * (1.f - y); }
PRATTLE_INLINE Vec tangentSlope(Vec y) { return 1.f - y * y; }

/// Exchanges two buffers.
PRATTLE_INLINE void exchange(float*& a, float*& b) {
  float* c = a;
  a = b;
  b = c;
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
