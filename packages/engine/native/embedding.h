// Rows of a table by id, plus a row for the position; and the gradient, which adds rows up where ids repeat.
//
// The gradient is cut by columns: every thread walks all ids in order but touches columns of its own, so there are no
// conflicts and the order of additions is that of the ids.
#pragma once
#include "operations.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

static void embedding(Runtime& runtime, const Embedding& e) {
  Index chunks = freeChunks(runtime, (Work)e.count * e.width, 16384);
  const Vec missing = broadcast(__builtin_nanf(""));
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range range = chunkRange(e.count, chunk, chunks);
    for (Index n = range.from; n < range.to; n++) {
      Index id = e.ids[n];
      bool known = id >= 0 && id < e.rows;
      const float* row = e.table + (known ? id * e.width : 0);
      const float* position = e.positions ? e.positions + (e.offset + n % e.time) * e.width : nullptr;
      for (Index i = 0; i < e.width; i += kWidth) {
        Index count = e.width - i;
        Vec v = known ? loadUpTo(row + i, count) : missing;
        if (position) v += loadUpTo(position + i, count);
        storeUpTo(e.y + n * e.width + i, v, count);
      }
    }
  });
}

static void embeddingGradient(Runtime& runtime, const EmbeddingGradient& e) {
  Index vectors = (e.width + kWidth - 1) / kWidth;
  Index chunks = smaller(vectors, freeChunks(runtime, (Work)(e.count + e.rows) * e.width, 8192));
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range columns = chunkRange(e.width, chunk, chunks, kWidth);
    auto clear = [&](float* rows, Index count) {
      for (Index r = 0; r < count; r++)
        for (Index i = columns.from; i < columns.to; i += kWidth) storeUpTo(rows + r * e.width + i, Vec{}, columns.to - i);
    };
    auto accumulate = [&](float* row, const float* dy) {
      for (Index i = columns.from; i < columns.to; i += kWidth) {
        Index count = columns.to - i;
        storeUpTo(row + i, loadUpTo(row + i, count) + loadUpTo(dy + i, count), count);
      }
    };
    clear(e.dtable, e.rows);
    for (Index n = 0; n < e.count; n++) {
      Index id = e.ids[n];
      if (id >= 0 && id < e.rows) accumulate(e.dtable + id * e.width, e.dy + n * e.width);
    }
    if (!e.dpositions) return;
    clear(e.dpositions, e.positionRows);
    for (Index n = 0; n < e.count; n++) accumulate(e.dpositions + (e.offset + n % e.time) * e.width, e.dy + n * e.width);
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
