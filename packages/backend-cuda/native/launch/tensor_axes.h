// Lists of axes, as commands carry them, as kernels take them.
#pragma once
#include "device.h"
#include "tensor/tensor_work.h"

namespace prattle::cuda {

/// @param read (group, length, first, second): takes a group apart
template <class Command, class Read>
AxesWork axesOf(const Command& command, Read read) {
  if (command.count > kMostAxes) throw Failure("internal", "a command has too many axes");
  AxesWork axes{};
  axes.size = 1;
  axes.rank = (int)command.count;
  for (int axis = 0; axis < axes.rank; axis++) {
    read(command.group(axis), axes.lengths[axis], axes.first[axis], axes.second[axis]);
    axes.size *= axes.lengths[axis];
  }
  return axes;
}

}  // namespace prattle::cuda
