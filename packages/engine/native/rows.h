// Operations on rows that lie apart: cutting tensors up, joining them, and arithmetic between shapes that broadcast.
#pragma once
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kRowsChunk = 65536;

/// body(row, from, to) for all rows: whole rows on each thread, or parts of the row where there is only one.
template <class Body>
PRATTLE_INLINE void forEachRow(Runtime& runtime, Index rows, Index width, Body&& body) {
  Index chunks = freeChunks(runtime, (Work)rows * width, kRowsChunk);
  if (rows > 1) chunks = smaller(chunks, rows);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    if (rows == 1) {
      Range part = chunkRange(width, chunk, chunks, kWidth);
      body((Index)0, part.from, part.to);
      return;
    }
    Range range = chunkRange(rows, chunk, chunks);
    for (Index row = range.from; row < range.to; row++) body(row, (Index)0, width);
  });
}

static void copyRows(Runtime& runtime, const CopyRows& c) {
  forEachRow(runtime, c.rows, c.width, [&](Index row, Index from, Index to) {
    // As integers: any bits pass unchanged.
    int32_t* y = (int32_t*)(c.y + row * c.strideY);
    const int32_t* x = (const int32_t*)(c.x + row * c.strideX);
    Index i = from;
    for (; i + kWidth <= to; i += kWidth) *(UnalignedInt*)(y + i) = *(const UnalignedInt*)(x + i);
    for (; i < to; i++) y[i] = x[i];
  });
}

static void writeRows(Runtime& runtime, const WriteRows& w) {
  forEachRow(runtime, w.count, w.width, [&](Index n, Index from, Index to) {
    Index row = w.rows[n];
    if (row < 0 || row >= w.tableRows) return;
    float* y = w.table + row * w.width;
    const float* x = w.values + n * w.width;
    for (Index i = from; i < to; i += kWidth) storeUpTo(y + i, loadUpTo(x + i, to - i), to - i);
  });
}

template <class Operator>
PRATTLE_INLINE void combineRows(Runtime& runtime, const Combine& c, Operator&& combined) {
  forEachRow(runtime, c.rows, c.width, [&](Index row, Index from, Index to) {
    float* y = c.y + row * c.width;
    const float* a = c.a + row * c.strideA;
    const float* b = c.b + row * c.strideB;
    for (Index i = from; i < to; i += kWidth) {
      Index count = to - i;
      Vec left = c.stepA ? loadUpTo(a + i, count) : broadcast(*a);
      Vec right = c.stepB ? loadUpTo(b + i, count) : broadcast(*b);
      storeUpTo(y + i, combined(left, right), count);
    }
  });
}

static void combine(Runtime& runtime, const Combine& c) {
  switch (c.combination) {
    case kSum: return combineRows(runtime, c, [](Vec a, Vec b) { return a + b; });
    case kDifference: return combineRows(runtime, c, [](Vec a, Vec b) { return a - b; });
    case kProduct: return combineRows(runtime, c, [](Vec a, Vec b) { return a * b; });
    default: return combineRows(runtime, c, [](Vec a, Vec b) { return a / b; });
  }
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
