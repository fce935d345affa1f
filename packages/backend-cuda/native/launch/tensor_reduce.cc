#include "launch/tensor.h"
#include "tensor/tensor_work.h"

namespace prattle::cuda {
namespace {

/// What a block, or a thread, reduces in one pass where there are so few lines that they alone would not fill a device.
constexpr Index kRowChunk = 8192, kColumnChunk = 256, kManyLines = 1 << 15;
/// Up to here a thread reduces a row faster than a warp, and up to here a warp than a block.
constexpr Index kShortRow = 16, kWarpRow = 1024;

void pass(Device& device, const ReduceWork& work) {
  const Index results = work.outer * work.parts * work.inner;
  if (work.inner > 1 || work.length <= kShortRow) {
    return device.launch("prattle_tensor_reduce_columns", device.gridFor(results, kThreads), kThreads, work);
  }
  const bool byWarps = work.chunk <= kWarpRow;
  const char* const kernel = byWarps ? "prattle_tensor_reduce_by_warps" : "prattle_tensor_reduce_by_blocks";
  device.launch(kernel, device.gridFor(results * (byWarps ? kWarp : kThreads), kThreads), kThreads, work);
}

}  // namespace

void run(Device& device, const Reduce& c) {
  if (c.outer * c.inner == 0) return;
  const Index chunk = c.inner > 1 ? kColumnChunk : kRowChunk;
  ReduceWork work{c.y, c.x, c.outer, c.length, c.inner, 1, c.length, (int)c.reduction, (int)c.type, (float)c.divisor};
  for (int slot = 0; work.length > 2 * chunk && c.outer * c.inner < kManyLines; slot = 1 - slot) {
    ReduceWork part = work;
    part.parts = divideUp(work.length, chunk);
    part.chunk = chunk;
    part.divisor = 1.0f;
    part.y = device.scratch(slot, c.outer * part.parts * c.inner);
    pass(device, part);
    work.x = part.y;
    work.length = work.chunk = part.parts;
  }
  pass(device, work);
}

}  // namespace prattle::cuda
