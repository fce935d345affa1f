#include "launch/scan_plan.h"

#include <algorithm>

namespace prattle::cuda {
namespace {

/// What a step in a launch of its own costs more than one within a kernel is about what one multiprocessor takes to read this
/// much of the matrix from the L2 cache: beyond, steps are better launched over all of them.
constexpr Index kMostStreamedBytes = 128 << 10;
/// Reading the matrix once costs as much as these steps; shorter scans spread it over all multiprocessors.
constexpr Index kLeastWholeTime = 4;
/// Slices of a product at most, and fours of the matrix's rows in one at least: fewer where they come from the L2 cache, so that
/// more loads are on their way at once.
constexpr int kMostSlices = 64, kResidentSliceQuads = 4, kStreamedSliceQuads = 2;
/// The largest tile of a step: batch rows, columns of the matrix.
constexpr int kTileRows = 32, kTileColumns = 32, kTileUnits = 16;

struct Dimensions {
  int padded, inputQuads, outputs;
};

/// Of the step with the most columns.
Dimensions dimensionsOf(const ScanShape& shape, Index width) {
  const int padded = paddedWidth(width);
  const ScanPhase phase = shape.phase(0);
  return {padded, phase.inputs * padded / kQuad, phase.outputs};
}

/// Threads for enough slices of the product, and one for every unit of every row.
int threadsFor(int sliceThreads, int slices, int items) {
  const int wanted = std::max(std::min(sliceThreads * std::clamp(slices, 1, kMostSlices), kScanThreads), items);
  return (int)divideUp(wanted, 32) * 32;
}

size_t bytesOf(Index floats) { return (size_t)floats * sizeof(float); }

/// Few batch rows a block, so that there is work for all multiprocessors.
int wholeRows(const DeviceFacts& facts, const Dimensions& dimensions, Index batch) {
  int rows = 1;
  while (rows < kScanThreadRows && divideUp(batch, rows) > facts.multiprocessors && 2 * rows * dimensions.padded <= kScanThreads) rows *= 2;
  return rows;
}

/// Whether it fits; then the launch.
bool planWhole(const DeviceFacts& facts, const ScanShape& shape, const ScanSize& size, ScanLaunches& launches) {
  const Dimensions dimensions = dimensionsOf(shape, size.width);
  const int columnQuads = dimensions.outputs * dimensions.padded / kQuad;
  if (size.time < kLeastWholeTime || dimensions.padded > kScanThreads || columnQuads > kScanThreads) return false;
  const int rows = wholeRows(facts, dimensions, size.batch);
  const int threads = threadsFor(columnQuads, dimensions.inputQuads / kResidentSliceQuads, rows * dimensions.padded);
  const size_t working = bytesOf(vectorFloats(shape, dimensions.padded, rows) + sumFloats(threads, rows));
  if (working > facts.sharedBytes) return false;
  const size_t quadBytes = bytesOf((Index)kQuad * shape.outputs() * dimensions.padded);
  const int inputQuads = shape.inputs() * dimensions.padded / kQuad;
  const int resident = (int)std::min<size_t>((size_t)inputQuads, (facts.sharedBytes - working) / quadBytes);
  if ((Index)(inputQuads - resident) * (Index)quadBytes > kMostStreamedBytes) return false;
  launches.whole = true;
  launches.grid = {(unsigned)divideUp(size.batch, rows)};
  launches.threads = threads;
  launches.sharedBytes = working + (size_t)resident * quadBytes;
  launches.plan.units = dimensions.padded;
  launches.plan.threadRows = rows;
  launches.plan.rowGroups = 1;
  launches.plan.residentQuads = resident;
  return true;
}

/// Tiles as large as leaves one for most multiprocessors: larger ones read less in all.
void planSteps(const DeviceFacts& facts, const ScanShape& shape, const ScanSize& size, ScanLaunches& launches) {
  const Dimensions dimensions = dimensionsOf(shape, size.width);
  int rows = kTileRows, units = std::min(kTileUnits, kTileColumns / (dimensions.outputs > 2 ? 4 : dimensions.outputs));
  while (rows > 1 && rows / 2 >= size.batch) rows /= 2;
  while (units > kQuad && units / 2 >= dimensions.padded) units /= 2;
  const auto tooFew = [&] { return 4 * divideUp(size.batch, rows) * divideUp(dimensions.padded, units) < 3 * facts.multiprocessors; };
  while (tooFew() && (rows > 1 || units > kQuad)) {
    if (units > kQuad && (rows <= kScanThreadRows || rows < units * dimensions.outputs)) units /= 2;
    else rows /= 2;
  }
  launches.whole = false;
  launches.grid = {(unsigned)divideUp(size.batch, rows), (unsigned)divideUp(dimensions.padded, units)};
  launches.plan.units = units;
  launches.plan.threadRows = std::min(rows, kScanThreadRows);
  launches.plan.rowGroups = rows / launches.plan.threadRows;
  launches.plan.residentQuads = 0;
  const int sliceThreads = units / kQuad * dimensions.outputs * launches.plan.rowGroups;
  launches.threads = threadsFor(sliceThreads, dimensions.inputQuads / kStreamedSliceQuads, rows * units);
  launches.sharedBytes = bytesOf(sumFloats(launches.threads, launches.plan.threadRows));
}

}  // namespace

ScanLaunches planScan(const DeviceFacts& facts, const ScanShape& shape, const ScanSize& size) {
  ScanLaunches launches{};
  if (!planWhole(facts, shape, size, launches)) planSteps(facts, shape, size, launches);
  return launches;
}

}  // namespace prattle::cuda
