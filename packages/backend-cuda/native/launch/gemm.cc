#include <algorithm>

#include "gemm/gemm_work.h"
#include "launch/gemm_cublas.h"
#include "launch/launch.h"
#include "launch/quads.h"

namespace prattle::cuda {
namespace {

constexpr int kLargeTile = 128, kSmallTile = 64, kMostThin = 8;
/// The deepest step in k of any kernel: parts of k are whole numbers of it.
constexpr int kDepthUnit = 32;
/// A part of k has at least this many units, since each costs memory traffic for its sums.
constexpr int kLeastUnits = 4;
constexpr Index kMostBlocksAlongZ = 65535;
/// Slots of scratch memory.
constexpr int kPartialSlot = 0, kSumsSlot = 1;

Index tilesOf(const Gemm& g, int side) { return divideUp(g.m, side) * divideUp(g.n, side); }

/// Into how many parts k is cut so that there are about two blocks for every multiprocessor.
int splitsFor(const Device& device, const Gemm& g, Index tiles) {
  const Index blocks = tiles * g.batch, wanted = 2 * device.facts.multiprocessors / std::max<Index>(blocks, 1);
  const Index possible = divideUp(g.k, kDepthUnit) / kLeastUnits;
  return (int)std::clamp<Index>(std::min(wanted, possible), 1, 64);
}

const char* tileKernel(const Device& device, bool large) {
  const bool hasTensorCores = device.facts.major >= 8;
  switch (hasTensorCores ? device.precision : Precision::kFloat32) {
    case Precision::kTf32: return large ? "prattle_gemm_tf32_128" : "prattle_gemm_tf32_64";
    case Precision::kBf16: return large ? "prattle_gemm_bf16_128" : "prattle_gemm_bf16_64";
    default: return large ? "prattle_gemm_128" : "prattle_gemm_64";
  }
}

/// Launches a kernel with `blocks` for each of `perProduct` parts of all products, as many at a time as a grid takes.
void launchProducts(Device& device, const char* kernel, GemmWork work, Index blocks, int perProduct) {
  for (Index first = 0; first < work.g.batch; first += kMostBlocksAlongZ / perProduct) {
    work.firstBatch = (int)first;
    const Index products = std::min(work.g.batch - first, kMostBlocksAlongZ / perProduct);
    device.launch(kernel, {(unsigned)blocks, 1, (unsigned)(products * perProduct)}, kThreads, work);
  }
}

}  // namespace

void run(Device& device, const Gemm& g) {
  if (g.m == 0 || g.n == 0 || g.batch == 0) return;
  GemmWork work{};
  work.g = g;
  work.splits = 1;
  work.vectorsA = atQuads(g.a) && inQuads(g.strideA, g.batchA);
  work.vectorsB = atQuads(g.b) && inQuads(g.strideB, g.batchB);
  work.vectorsC = atQuads(g.c) && inQuads(g.strideC, g.batchC, g.n);
  if (g.m <= kMostThin && !g.transposeA && g.transposeB && !g.sumsA && !g.sumsB) {
    const char* kernel = g.m == 1 ? "prattle_gemm_thin_1" : g.m <= 4 ? "prattle_gemm_thin_4" : "prattle_gemm_thin_8";
    return launchProducts(device, kernel, work, divideUp(g.n, kThreads / 32), 1);
  }

  const bool large = tilesOf(g, kLargeTile) * g.batch >= device.facts.multiprocessors;
  if (large && multiplyByCublas(device, g)) return;
  const Index tiles = tilesOf(g, large ? kLargeTile : kSmallTile);
  work.splits = splitsFor(device, g, tiles);
  work.depth = (int)(divideUp(divideUp(g.k, work.splits), kDepthUnit) * kDepthUnit);
  work.splits = (int)std::max<Index>(1, divideUp(g.k, std::max(work.depth, 1)));
  work.partialSumsA = g.sumsA;
  work.partialSumsB = g.sumsB;
  const Index sums = (g.sumsA ? g.m : 0) + (g.sumsB ? g.n : 0);
  if (work.splits > 1) {
    work.partial = device.scratch(kPartialSlot, work.splits * g.batch * g.m * g.n);
    if (sums > 0) {
      float* const partial = device.scratch(kSumsSlot, work.splits * sums);
      work.partialSumsA = g.sumsA ? partial : nullptr;
      work.partialSumsB = g.sumsB ? partial + (g.sumsA ? work.splits * g.m : 0) : nullptr;
    }
  }
  launchProducts(device, tileKernel(device, large), work, tiles, work.splits);
  if (work.splits == 1) return;
  device.launch("prattle_gemm_combine", device.gridFor(g.batch * g.m * g.n, kThreads), kThreads, work);
  if (sums > 0) device.launch("prattle_gemm_combine_sums", device.gridFor(sums, kThreads), kThreads, work);
}

}  // namespace prattle::cuda
