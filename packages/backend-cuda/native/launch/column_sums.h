// Adds up what the blocks of a kernel left, column by column.
#pragma once
#include "launch/launch.h"
#include "normalization/norm_work.h"

namespace prattle::cuda {

inline void sumColumns(Device& device, const ColumnSums& sums) {
  constexpr int kColumns = 32, kSumThreads = 512;
  device.launch("prattle_column_sums", {(unsigned)divideUp(sums.columns, kColumns)}, kSumThreads, sums);
}

}  // namespace prattle::cuda
