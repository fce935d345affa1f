#include "launch/tensor.h"
#include "launch/tensor_axes.h"

namespace prattle::cuda {
namespace {

/// Shorter axes leave most of a tile empty.
constexpr Index kShortestTurned = 8;

/// The axis along which neighbours are neighbours in memory, or -1.
int contiguousAxis(const AxesWork& axes, const Index* strides) {
  for (int axis = axes.rank - 1; axis >= 0; axis--) {
    if (strides[axis] == 1) return axis;
  }
  return -1;
}

}  // namespace

void run(Device& device, const Arrange& c) {
  const AxesWork axes = axesOf(c, [](const ArrangeGroup& group, Index& length, Index& y, Index& x) {
    length = group.length, y = group.strideY, x = group.strideX;
  });
  if (axes.size == 0) return;
  const int columns = contiguousAxis(axes, axes.first), rows = contiguousAxis(axes, axes.second);
  const bool turns = c.bytes == 4 && rows >= 0 && columns >= 0 && rows != columns && axes.lengths[rows] >= kShortestTurned &&
                     axes.lengths[columns] >= kShortestTurned;
  if (!turns) {
    const char* const kernel = c.bytes == 1 ? "prattle_tensor_arrange_bytes" : "prattle_tensor_arrange_words";
    return device.launch(kernel, device.gridFor(axes.size, kThreads), kThreads, ArrangeWork{c.y, c.x, axes});
  }
  TurnWork work{c.y, c.x, axes.lengths[rows], axes.lengths[columns], axes.first[rows], axes.second[columns], {}};
  work.batches.size = 1;
  for (int axis = 0; axis < axes.rank; axis++) {
    if (axis == rows || axis == columns) continue;
    const int at = work.batches.rank++;
    work.batches.lengths[at] = axes.lengths[axis];
    work.batches.first[at] = axes.first[axis];
    work.batches.second[at] = axes.second[axis];
    work.batches.size *= axes.lengths[axis];
  }
  constexpr int kThreadsOfTile = kTile * kTileRows;
  const Index tiles = divideUp(work.rows, kTile) * divideUp(work.columns, kTile) * work.batches.size;
  device.launch("prattle_tensor_turn", device.gridFor(tiles * kThreadsOfTile, kThreadsOfTile), kThreadsOfTile, work);
}

}  // namespace prattle::cuda
