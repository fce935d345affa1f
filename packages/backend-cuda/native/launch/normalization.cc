#include "launch/column_sums.h"
#include "launch/row_work.h"

namespace prattle::cuda {
namespace {

/// Rows that are no wider than this are a warp's.
constexpr Index kNarrow = 256, kMiddle = 1024, kOdd = 512;

/// The kernels of a norm; see the end of normalization.cu.
struct Kernels {
  const char *narrow, *middle, *wide, *odd, *wideOdd;
};
#define PRATTLE_NORM_KERNELS(name) \
  { name "_narrow", name "_middle", name "_wide", name "_odd", name "_wide_odd" }

struct Variant {
  const char* kernel;
  /// Whether a block shares a row, else a warp.
  bool block;
};
Variant variantFor(const Kernels& kernels, Index width, bool quads) {
  if (!quads) return width <= kOdd ? Variant{kernels.odd, false} : Variant{kernels.wideOdd, true};
  if (width <= kMiddle) return {width <= kNarrow ? kernels.narrow : kernels.middle, false};
  return {kernels.wide, true};
}

void norm(Device& device, const Kernels& kernels, const LayerNorm& c) {
  if (c.rows <= 0 || c.width <= 0) return;
  const bool quads = atQuads(c.y, c.x, c.weight, c.bias) && inQuads(c.width);
  const Variant variant = variantFor(kernels, c.width, quads);
  const Index threadsOfRow = variant.block ? kThreads : 32;
  device.launch(variant.kernel, device.gridFor(c.rows * threadsOfRow, kThreads), kThreads, c);
}

void normGradient(Device& device, const Kernels& kernels, const LayerNormGradient& c, bool centred) {
  if (c.width <= 0) return;
  // A warp's rows are added up in registers or, many of them, in shared memory; more blocks than are resident would only
  // leave more sums to add up.
  constexpr Index kBlocksOfMultiprocessor = 4, kSharedBytes = 48 << 10;
  const bool quads = atQuads(c.dx, c.dy, c.x, c.weight, c.residual) && inQuads(c.width);
  const Variant variant = variantFor(kernels, c.width, quads);
  const Index groups = variant.block ? 1 : 4, threads = variant.block ? kThreads : groups * 32;
  const Index blocks = std::clamp<Index>(divideUp(c.rows, groups), 1, device.facts.multiprocessors * kBlocksOfMultiprocessor);
  const Index columns = (centred ? 2 : 1) * c.width;
  const size_t bytes = (size_t)(groups * columns) * sizeof(float);
  const bool inShared = bytes <= kSharedBytes;
  float* partial = device.scratch(0, blocks * columns);
  device.launch(variant.kernel, {(unsigned)blocks}, (int)threads, NormGradient{c, partial, inShared},
                inShared ? bytes : 0);
  sumColumns(device, {partial, blocks, columns, c.width, c.dweight, c.dbias});
}

}  // namespace

void run(Device& device, const LayerNorm& c) { norm(device, PRATTLE_NORM_KERNELS("prattle_layer_norm"), c); }

void run(Device& device, const LayerNormGradient& c) { normGradient(device, PRATTLE_NORM_KERNELS("prattle_layer_norm_gradient"), c, true); }

void run(Device& device, const RmsNorm& c) {
  norm(device, PRATTLE_NORM_KERNELS("prattle_rms_norm"), {c.y, c.stats, c.x, c.weight, nullptr, c.rows, c.width, c.epsilon});
}

void run(Device& device, const RmsNormGradient& c) {
  normGradient(device, PRATTLE_NORM_KERNELS("prattle_rms_norm_gradient"),
               {c.dx, c.dweight, nullptr, c.dy, c.x, c.weight, c.stats, c.residual, c.rows, c.width}, false);
}

}  // namespace prattle::cuda
