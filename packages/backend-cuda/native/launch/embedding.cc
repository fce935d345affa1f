#include "embedding/embedding_work.h"
#include "launch/row_work.h"

namespace prattle::cuda {
namespace {

template <class Sources>
void sumRows(Device& device, const char* kernel, RowSums<Sources> sums) {
  if (sums.rows <= 0 || sums.width <= 0) return;
  constexpr Index kWarps = kSumThreads / 32;
  sums.quads = atQuads(sums.table, sums.dy) && inQuads(sums.width);
  const Index tiles = divideUp(sums.width, kSumPacks * (sums.quads ? 4 : 1));
  // A warp for a row where there are many rows; a whole block where there are fewer of them than fill the device twice.
  const Index rowsOfBlock = std::clamp<Index>(sums.rows * tiles / (2 * device.facts.multiprocessors), 1, kWarps);
  device.launch(kernel, {(unsigned)divideUp(sums.rows, rowsOfBlock), (unsigned)tiles}, kSumThreads, sums);
}

/// Lists the places of every id in scratch memory.
ListedRows orderIds(Device& device, const EmbeddingGradient& c) {
  auto* starts = reinterpret_cast<int32_t*>(device.scratch(0, c.rows + 1 + c.count));
  auto* order = starts + c.rows + 1;
  const Index rowsOfBlock = std::clamp<Index>(divideUp(c.rows, 2 * device.facts.multiprocessors), 8, kOrderRows);
  const size_t sharedBytes = (size_t)(kOrderThreads / 32 * rowsOfBlock) * sizeof(int);
  device.launch("prattle_order_ids", {(unsigned)divideUp(c.rows, rowsOfBlock)}, kOrderThreads,
                IdOrder{starts, order, c.ids, (int)c.count, (int)c.rows, (int)rowsOfBlock}, sharedBytes);
  return {starts, order};
}

}  // namespace

void run(Device& device, const Embedding& c) {
  const bool quads = atQuads(c.y, c.table, c.positions) && inQuads(c.width);
  launchInRows(device, "prattle_embedding", c, c.count, c.width, quads);
}

void run(Device& device, const EmbeddingGradient& c) {
  if (c.rows > 0 && c.width > 0)
    sumRows<ListedRows>(device, "prattle_embedding_gradient", {c.dtable, c.dy, c.rows, c.width, orderIds(device, c), false});
  if (c.dpositions)
    sumRows<EveryTimeRows>(device, "prattle_position_gradient",
                           {c.dpositions, c.dy, c.positionRows, c.width, {c.count, c.time, c.offset}, false});
}

}  // namespace prattle::cuda
