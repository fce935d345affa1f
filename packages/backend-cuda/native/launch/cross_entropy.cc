#include "loss/cross_entropy_work.h"
#include "launch/launch.h"

namespace prattle::cuda {
namespace {

/// Rows up to this wide are a warp's, wider ones a block's.
constexpr Index kNarrow = 1024;
constexpr int kWideThreads = 512, kMeanThreads = 1024;

template <class Command>
void launchRows(Device& device, const char* narrow, const char* wide, Index rows, Index width, const Command& command) {
  if (rows <= 0) return;
  if (width <= kNarrow)
    device.launch(narrow, device.gridFor(rows * 32, kThreads), kThreads, command);
  else
    device.launch(wide, device.gridFor(rows * kWideThreads, kWideThreads), kWideThreads, command);
}

}  // namespace

void run(Device& device, const CrossEntropy& c) {
  const CrossEntropyRows work{c, device.scratch(0, c.rows)};
  launchRows(device, "prattle_cross_entropy_narrow", "prattle_cross_entropy_wide", c.rows, c.width, work);
  device.launch("prattle_cross_entropy_mean", {1}, kMeanThreads, work);
}

void run(Device& device, const CrossEntropyGradient& c) {
  launchRows(device, "prattle_cross_entropy_gradient_narrow", "prattle_cross_entropy_gradient_wide", c.rows, c.width, c);
}

}  // namespace prattle::cuda
