// What the kernels of embedding.cu take beside commands.
#pragma once
#include "operations.h"

namespace prattle {

/// Threads of a block of `order_ids`, and the most table rows that it can have: its counters fill 32 KB of shared memory.
constexpr int kOrderThreads = 1024, kOrderRows = 256;
/// Threads of a block of the sums, and packs of a row that it takes.
constexpr int kSumThreads = 1024, kSumPacks = 32;

/// order[starts[r]] … order[starts[r + 1] - 1] = the places of id r in `ids`, ascending. A block takes `rowsOfBlock` ids.
struct IdOrder {
  int32_t *starts, *order;
  const int32_t* ids;
  int count, rows, rowsOfBlock;
};

/// Where the rows of dy that make up a row of the table lie: listed, or for positions by rule.
struct ListedRows {
  const int32_t *starts, *order;
};
struct EveryTimeRows {
  Index count, time, offset;
};

/// table[r] = the sum of the rows of dy that `sources` has for r; all rows of the table are written.
template <class Sources>
struct RowSums {
  float* table;
  const float* dy;
  Index rows, width;
  Sources sources;
  /// Whether rows can be loaded in fours.
  bool quads;
};

}  // namespace prattle
