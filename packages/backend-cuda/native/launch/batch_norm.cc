#include "normalization/batch_norm_work.h"

#include "launch/column_sums.h"
#include "launch/row_work.h"

namespace prattle::cuda {
namespace {

Index tilesOf(Index width) { return divideUp(width, kBatchNormColumns); }

/// Sums all chunks of rows; the sums are left in scratch memory.
template <class Command>
BatchNormSums<Command> sumChunks(Device& device, const char* kernel, const Command& c) {
  const Index chunks = divideUp(std::max<Index>(c.rows, 1), kBatchNormRows);
  const BatchNormSums<Command> sums{c, device.scratch(0, 2 * chunks * c.width), chunks};
  device.launch(kernel, {(unsigned)chunks, (unsigned)tilesOf(c.width)}, kThreads, sums);
  return sums;
}

}  // namespace

void run(Device& device, const BatchNorm& c) {
  if (c.width <= 0) return;
  constexpr int kStatsThreads = 512;
  const auto sums = sumChunks(device, "prattle_batch_norm_chunks", c);
  device.launch("prattle_batch_norm_stats", {(unsigned)tilesOf(c.width)}, kStatsThreads, sums);
  const bool quads = atQuads(c.y, c.x, c.stats, c.weight, c.bias) && inQuads(c.width);
  launchInRows(device, "prattle_batch_norm_apply", c, c.rows, c.width, quads);
}

void run(Device& device, const BatchNormGradient& c) {
  if (c.width <= 0) return;
  const auto sums = sumChunks(device, "prattle_batch_norm_gradient_chunks", c);
  sumColumns(device, {sums.partial, sums.chunks, 2 * c.width, c.width, c.dbias, c.dweight});
  const bool quads = atQuads(c.dx, c.dy, c.x, c.stats, c.weight, c.dweight, c.dbias) && inQuads(c.width);
  launchInRows(device, "prattle_batch_norm_gradient_apply", c, c.rows, c.width, quads);
}

}  // namespace prattle::cuda
