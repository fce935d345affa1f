// The recurrent scans' common part: who computes what, and the products of vectors with the recurrent matrix.
//
// Two ways, one code:
// - The whole scan in one launch: a block takes a few batch rows through all steps, all hidden units of them. Their vectors
//   lie in shared memory, and as much of the matrix as there is room for; the rest is read from the L2 cache in every step.
// - A launch for every step, where the matrix is too large to pass through one multiprocessor in every step: blocks are tiles of
//   batch rows and hidden units, vectors are read where the launch before left them.
//
// A thread's part of a product is four columns × `threadRows` batch rows × a slice of the matrix's rows: for every four of those,
// four aligned loads of the matrix, consecutive over the lanes, and one load per batch row. Then the slices' sums meet in
// shared memory, and the thread that owns a unit of a batch row adds them. So every sum is a fixed tree that depends on sizes
// and on the device alone.
//
// Shared memory's bandwidth is what a step of the first way takes: all of the matrix once, for all rows of the block. What
// the second takes beyond its reads is a launch. Within 1e-5 of the largest value of references in float64.
#pragma once
#include "shared/activation.cuh"
#include "scan_work.h"

namespace prattle {

PRATTLE_DEVICE float4 multiplyAdd(float factor, const float4& x, const float4& sum) {
  return make_float4(fmaf(factor, x.x, sum.x), fmaf(factor, x.y, sum.y), fmaf(factor, x.z, sum.z), fmaf(factor, x.w, sum.w));
}

PRATTLE_DEVICE float4 loadQuad(const float* at) { return *reinterpret_cast<const float4*>(at); }

/// The first `count` of four, at least one; zeros after them.
PRATTLE_DEVICE float4 loadQuadUpTo(const float* at, int count) {
  return make_float4(at[0], count > 1 ? at[1] : 0.0f, count > 2 ? at[2] : 0.0f, count > 3 ? at[3] : 0.0f);
}

/// total[r] += vectors[r][4 k … 4 k + 3] · four rows of the matrix, for k = from, from + step … below `to`. Vectors end after `length`
/// elements, which matters unless they are aligned.
template <int kRows>
PRATTLE_DEVICE void addProducts(const float* const (&vectors)[kRows], bool aligned, int length, const float* matrix, int stride, int from,
                                int to, int step, float4 (&total)[kRows]) {
#pragma unroll 2
  for (int k = from; k < to; k += step) {
    const float* row = matrix + (Index)k * kQuad * stride;
    float4 factors[kRows];
#pragma unroll
    for (int r = 0; r < kRows; r++)
      factors[r] = aligned ? loadQuad(vectors[r] + k * kQuad) : loadQuadUpTo(vectors[r] + k * kQuad, length - k * kQuad);
    const float4 w0 = loadQuad(row), w1 = loadQuad(row + stride), w2 = loadQuad(row + 2 * stride), w3 = loadQuad(row + 3 * stride);
#pragma unroll
    for (int r = 0; r < kRows; r++) {
      total[r] = multiplyAdd(factors[r].x, w0, total[r]);
      total[r] = multiplyAdd(factors[r].y, w1, total[r]);
      total[r] = multiplyAdd(factors[r].z, w2, total[r]);
      total[r] = multiplyAdd(factors[r].w, w3, total[r]);
    }
  }
}

/// One hidden unit of one batch row, which one thread owns; cells (RnnForward …) are made from it.
struct ScanUnit {
  Index row;
  int unit;
  /// Where the unit is in the block's vectors; null where vectors lie in global memory.
  float* vector;
  int padded;

  PRATTLE_DEVICE void keep(int slot, float value) const {
    if (vector != nullptr) vector[slot * padded] = value;
  }
};

/// A unit's sums over a step's product, by output; zeros where there was none.
struct ScanSums {
  const float* first;
  int slices, sliceStride, outputStride;

  PRATTLE_DEVICE float operator()(int output) const {
    constexpr int kChains = 4;  // an addition need not wait for the one before
    float sums[kChains] = {};
    const float* at = first + output * outputStride;
    int slice = 0;
    for (; slice + kChains <= slices; slice += kChains) {
#pragma unroll
      for (int chain = 0; chain < kChains; chain++) sums[chain] += at[(slice + chain) * sliceStride];
    }
    for (; slice < slices; slice++) sums[0] += at[slice * sliceStride];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }
};

/// A block's place in the scan, and its memory.
struct ScanBlock {
  const ScanPlan& plan;
  int width, padded, rows;
  Index batch, firstRow;
  int firstUnit;
  float *vectors, *sums, *resident;
};

/// A thread's part of a phase's products.
struct ScanPart {
  ScanPhase phase;
  /// Columns of the block, in fours, and which of them; where that is in the matrix.
  int quads, quad, column;
  int slices, slice, group;
  bool present;
};

PRATTLE_DEVICE ScanPart partOf(const ScanBlock& block, const ScanPhase& phase) {
  const int unitQuads = block.plan.units / kQuad, quads = unitQuads * phase.outputs, sliceThreads = quads * block.plan.rowGroups;
  const int slices = (int)blockDim.x / sliceThreads, slice = (int)threadIdx.x / sliceThreads, place = (int)threadIdx.x % sliceThreads;
  const int quad = place % quads, unit = block.firstUnit + quad % unitQuads * kQuad;
  const int column = (phase.output + quad / unitQuads) * block.padded + unit;
  return {phase, quads, quad, column, slices, slice, place / quads, slice < slices && unit < block.padded};
}

/// A step's product, by slices, into the block's sums [slice, row, output, unit].
template <class Cell, bool kWhole, int kRows>
PRATTLE_DEVICE void multiply(const ScanBlock& block, const typename Cell::Command& scan, Index step, const ScanPart& part) {
  const int stride = Cell::kShape.outputs() * block.padded, partQuads = block.padded / kQuad, groups = block.plan.rowGroups;
  const ScanPhase& phase = part.phase;
  float4 total[kRows];
  const float* vectors[kRows];
#pragma unroll
  for (int r = 0; r < kRows; r++) total[r] = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  if (kWhole) {
    const int from = phase.input * partQuads, to = from + phase.inputs * partQuads, resident = block.plan.residentQuads;
    const int rowStride = vectorStride(Cell::kShape.slots(), block.padded), vectorsAt = phase.slot * block.padded - from * kQuad;
#pragma unroll
    for (int r = 0; r < kRows; r++) vectors[r] = block.vectors + (part.group + r * groups) * rowStride + vectorsAt;
    const int slice = part.slice, slices = part.slices;
    addProducts(vectors, true, 0, block.resident + part.column, stride, from + slice, min(to, resident), slices, total);
    addProducts(vectors, true, 0, block.plan.matrix + part.column, stride, max(from, resident) + slice, to, slices, total);
  } else {
    for (int input = phase.input; input < phase.input + phase.inputs; input++) {
#pragma unroll
      for (int r = 0; r < kRows; r++) {
        const Index row = block.firstRow + part.group + r * groups;
        vectors[r] = Cell::vector(scan, step, row < block.batch ? row : block.batch - 1, input);
      }
      const float* rows = block.plan.matrix + (Index)input * block.padded * stride + part.column;
      addProducts(vectors, block.plan.aligned != 0, block.width, rows, stride, part.slice, partQuads, part.slices, total);
    }
  }
#pragma unroll
  for (int r = 0; r < kRows; r++) {
    const int row = part.slice * block.rows + part.group + r * groups;
    reinterpret_cast<float4*>(block.sums)[row * part.quads + part.quad] = total[r];
  }
}

template <class Cell, bool kWhole>
PRATTLE_DEVICE void multiplyRows(const ScanBlock& block, const typename Cell::Command& scan, Index step, const ScanPart& part) {
  if (!part.present) return;
  switch (block.plan.threadRows) {
    case 1: return multiply<Cell, kWhole, 1>(block, scan, step, part);
    case 2: return multiply<Cell, kWhole, 2>(block, scan, step, part);
    default: return multiply<Cell, kWhole, kScanThreadRows>(block, scan, step, part);
  }
}

/// Vectors start as zeros, so that padding and rows beyond the batch stay so; the matrix's first rows are copied.
PRATTLE_DEVICE void prepareShared(const ScanBlock& block, const ScanShape& shape) {
  for (int i = threadIdx.x; i < vectorFloats(shape, block.padded, block.rows); i += blockDim.x) block.vectors[i] = 0.0f;
  const int quads = block.plan.residentQuads * shape.outputs() * block.padded;
  const float4* matrix = reinterpret_cast<const float4*>(block.plan.matrix);
#pragma unroll 4
  for (int i = threadIdx.x; i < quads; i += blockDim.x) reinterpret_cast<float4*>(block.resident)[i] = matrix[i];
  __syncthreads();
}

/// A launch's steps. `Cell` says what a step reads besides the product (`fetch`, on its way while the product is computed),
/// what becomes of the sums (`finish`), and what a unit's thread has to know before and leave behind (`begin`, `end`).
template <class Cell, bool kWhole>
PRATTLE_DEVICE void runScan(const ScanArguments<typename Cell::Command>& c) {
  PRATTLE_DYNAMIC_SHARED(float, shared);
  const ScanPlan& plan = c.plan;
  const ScanShape shape = Cell::kShape;
  const int padded = paddedWidth(c.scan.width), rows = plan.threadRows * plan.rowGroups;
  float* const sums = shared + (kWhole ? vectorFloats(shape, padded, rows) : 0);
  const ScanBlock block = {plan,
                           (int)c.scan.width,
                           padded,
                           rows,
                           c.scan.batch,
                           (Index)blockIdx.x * rows,
                           (int)blockIdx.y * plan.units,
                           shared,
                           sums,
                           sums + blockDim.x * plan.threadRows * kQuad};
  const int row = (int)threadIdx.x / plan.units, place = (int)threadIdx.x % plan.units;
  const ScanUnit unit = {block.firstRow + row, block.firstUnit + place,
                         kWhole ? block.vectors + row * vectorStride(shape.slots(), padded) + place : nullptr, padded};
  const bool present = row < rows && unit.row < block.batch && unit.unit < block.width;
  // Once, not in every step: divisions take long.
  const ScanPart first = partOf(block, shape.phase(0)), second = partOf(block, shape.phase(shape.phases - 1));
  if (kWhole) prepareShared(block, shape);
  Cell cell(c.scan, unit);
  if (present) cell.begin(plan.first);
  if (kWhole) __syncthreads();
  for (Index step = plan.first; step < plan.last; step++) {
    const ScanPart part = step % shape.phases == 0 ? first : second;
    const bool multiplies = step >= shape.firstProduct();
    const int slices = multiplies ? part.slices : 0, rowStride = part.quads * kQuad;
    if (present) cell.fetch(step);
    if (multiplies) {
      multiplyRows<Cell, kWhole>(block, c.scan, step, part);
      __syncthreads();
    }
    if (present) cell.finish(step, ScanSums{sums + row * rowStride + place, slices, rows * rowStride, plan.units});
    if (kWhole) __syncthreads();
  }
  if (present) cell.end();
}

}  // namespace prattle

/// The kernels of a cell: `prattle_<name>` for whole scans, `prattle_<name>_step` for one step.
#define PRATTLE_SCAN(name, Cell)                                                                             \
  PRATTLE_KERNEL(name, ScanArguments<Cell::Command>, kScanThreads) { runScan<Cell, true>(c); }                \
  PRATTLE_KERNEL(name##_step, ScanArguments<Cell::Command>, kScanThreads) { runScan<Cell, false>(c); }
