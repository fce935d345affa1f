// Matrix products of every transposition with a fused epilogue.
//
// Blocking: c is cut into panels of kPanel columns and tiles of kTileRows rows; k is cut at kLongest. As many rows of a as
// fit half of the second cache meet one group of panels of b after the other, as many as fit an eighth of it, and within
// a group kStripRows rows go through all panels before the next rows come: so rows of c are written in long runs and
// every line of a is used up while it is near (25 % on m = 768, n = 512, k = 128 that come from the third cache).
//
// b is packed into panels where it is transposed (a weight stored [out, in]), where its last panel is ragged (that panel
// alone), and where its rows lie so far apart that the panel would fall on few cache sets. a is packed where its tiles
// would (rows a multiple of 4 KiB apart), or where it is transposed, wide and used often.
//
// Tried and lost, on one core: k cut at 256 (10 % on k = 384) or 1024 (5 % on weight gradients), a packed for all weight
// gradients (20 % on m = 256, n = 64), b read in place with rows 1 KiB apart and more (5 to 15 %).
//
// The order of additions in an element follows from the shapes alone, so the cut into chunks may follow the threads.
#pragma once
#include "gemm_thin.h"
#include "transpose.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kLongest = 512;              // of a block of k
constexpr Index kRowsInCache = 128 * 1024;    // floats of a, here and in a group of panels for a second cache of 1 MiB
constexpr Index kPanelsInCache = 64 * 1024;   // floats of b
constexpr Index kStripRows = 4 * kTileRows;
constexpr Index kSerialWork = 3 * 256 * 1024; // multiply-adds: below, waking threads costs more than it gains
constexpr Index kChunkWork = 256 * 1024;      // multiply-adds in a chunk, at least

/// One block of k of one product.
struct Block {
  const Gemm& g;
  const float *a, *b;  // op(a) [m, k] and op(b) [k, n] from the block's first k on
  Index k;
  Epilogue epilogue;
  bool packA;
  Index firstPacked;  // panels from this one on are packed
  Index panels;
  float* packedB;
};

PRATTLE_INLINE Index panelCount(Index n) { return (n + kPanel - 1) / kPanel; }

static void packPanel(const Block& block, Index panel) {
  const Gemm& g = block.g;
  Index column = panel * kPanel, columns = smaller(kPanel, g.n - column);
  float* to = block.packedB + (panel - block.firstPacked) * block.k * kPanel;
  if (g.transposeB) {
    transposeInto(block.b + column * g.strideB, g.strideB, columns, block.k, to, kPanel, kPanel);
    return;
  }
  const float* from = block.b + column;
  for (Index k = 0; k < block.k; k++, from += g.strideB, to += kPanel) {
    if (columns == kPanel) {
      PRATTLE_UNROLL
      for (int v = 0; v < kTileVectors; v++) store(to + v * kWidth, load(from + v * kWidth));
    } else {
      for (Index j = 0; j < kPanel; j += kWidth) store(to + j, columns > j ? loadUpTo(from + j, columns - j) : Vec{});
    }
  }
}

/// Rows [from, from + rows) of op(a), rows ≤ kTileRows, as [k][kTileRows].
static void packRows(const Block& block, Index from, Index rows, float* to) {
  const Gemm& g = block.g;
  if (!g.transposeA) {
    transposeInto(block.a + from * g.strideA, g.strideA, rows, block.k, to, kTileRows, rows);
    return;
  }
  const float* a = block.a + from;
  for (Index k = 0; k < block.k; k++, a += g.strideA, to += kTileRows) {
    if (rows == kTileRows && kTileRows < kWidth) storePart(to, loadPart(a, kTileRows), kTileRows);
    else for (Index r = 0; r < rows; r++) to[r] = a[r];
  }
}

/// out[j] = sum over k of x[k][j], in runs of 64 k to keep rounding down.
__attribute__((noinline)) static void columnSums(const float* x, Index stride, Index k, Range columns, float* out) {
  for (Index j = columns.from; j < columns.to; j += kWidth) {
    Index count = columns.to - j;
    Vec total = {};
    for (Index from = 0; from < k; from += 64) {
      Vec part = {};
      for (Index i = from; i < smaller(k, from + 64); i++) part += loadUpTo(x + i * stride + j, count);
      total += part;
    }
    storeUpTo(out + j, total, count);
  }
}

/// Rows × panels of c. `packed` holds rows of a, from row `firstRow` on, where they are packed.
static void computeTiles(const Block& block, Range rows, Range panels, Index firstRow, const float* packed) {
  const Gemm& g = block.g;
  bool transposed = g.transposeA || block.packA;
  Index strideA = block.packA ? kTileRows : g.strideA;
  for (Index panel = panels.from; panel < panels.to; panel++) {
    Index column = panel * kPanel, columns = smaller(kPanel, g.n - column);
    bool isPacked = panel >= block.firstPacked;
    const float* b = isPacked ? block.packedB + (panel - block.firstPacked) * block.k * kPanel : block.b + column;
    const StripFunction* table = strips[transposed][(columns + kWidth - 1) / kWidth - 1];
    for (Index m = rows.from, tiles, step; m < rows.to; m += tiles * step) {
      step = tileRows(rows.to - m);
      tiles = (rows.to - m) / step;
      const float* a = block.a + (g.transposeA ? m : m * g.strideA);
      Index nextA = g.transposeA ? step : step * g.strideA;
      if (block.packA) {
        Index inTile = (m - firstRow) % kTileRows;
        a = packed + (m - firstRow - inTile) * block.k + inTile;
        nextA = kTileRows * block.k;
        if (step < kTileRows) tiles = 1;
      }
      table[step]({block.k, a, strideA, nextA, b, isPacked ? kPanel : g.strideB, g.c, g.strideC, columns, {m, column}}, tiles, block.epilogue);
    }
  }
}

/// Rows of a that a thread takes at once, and the floats that packing them needs.
PRATTLE_INLINE Index rowsAtOnce(const Block& block) { return larger(1, kRowsInCache / (larger(1, block.k) * kTileRows)) * kTileRows; }
PRATTLE_INLINE Index packedRows(const Block& block, Index rows) {
  return block.packA ? roundUp(smaller(rows, rowsAtOnce(block)), kTileRows) * block.k : 0;
}

/// Rows × panels of c; `packed` has room for packedRows floats.
static void computeChunk(const Block& block, Range rows, Range panels, float* packed) {
  const Index atOnce = rowsAtOnce(block), group = larger(1, kPanelsInCache / (larger(1, block.k) * kPanel));
  for (Index first = rows.from; first < rows.to; first += atOnce) {
    const Index last = smaller(first + atOnce, rows.to);
    if (block.packA)
      for (Index m = first; m < last; m += kTileRows) packRows(block, m, smaller(kTileRows, last - m), packed + (m - first) * block.k);
    for (Index p = panels.from; p < panels.to; p += group)
      for (Index m = first; m < last; m += kStripRows)
        computeTiles(block, {m, smaller(m + kStripRows, last)}, {p, smaller(p + group, panels.to)}, first, packed);
  }
}

static Block makeBlock(const Gemm& g, Index from, Index length, bool inPlace) {
  bool last = from + length >= g.k;
  Index panels = panelCount(g.n), tilesDown = (g.m + kTileRows - 1) / kTileRows;
  Epilogue e = last ? epilogueOf(g) : Epilogue{};
  if (inPlace) e.residual = nullptr;
  e.accumulate = from > 0 || inPlace;
  e.simple = !e.preactivation && !e.gradientSaved && e.activation <= kRelu;
  e.plain = e.simple && !e.accumulate && !e.bias && !e.activation && !e.residual;
  bool packA = g.transposeA ? g.strideA >= 512 && panels >= 4 : g.strideA % 1024 == 0 && panels >= 2;
  bool packB = g.transposeB || (g.strideB >= 256 && tilesDown >= 4);
  return {g,
          g.a + (g.transposeA ? from * g.strideA : from),
          g.b + (g.transposeB ? from : from * g.strideB),
          length,
          e,
          packA,
          packB ? 0 : g.n % kWidth == 0 ? panels : panels - 1,
          panels,
          nullptr};
}

/// How chunks are laid over c: `down` × `across`.
struct Grid {
  Index down, across;
};

/// Cuts the longer side first, so that chunks share as little packing and caching as possible.
static Grid chooseGrid(const Runtime& runtime, const Gemm& g, Index panels) {
  Index tilesDown = (g.m + kTileRows - 1) / kTileRows;
  Index wanted = freeChunks(runtime, (Work)g.m * g.n * larger(1, g.k), kChunkWork);
  if (tilesDown >= wanted) return {wanted, 1};
  Index across = smaller(panels, (wanted + tilesDown - 1) / tilesDown);
  return {smaller(tilesDown, (wanted + across - 1) / across), across};
}

/// The sums beside the product that fall to this part of c.
static void computeSums(const Gemm& g, Range rows, Range panels) {
  if (g.sumsA && panels.from == 0) columnSums(g.a, g.strideA, g.k, rows, g.sumsA);
  if (g.sumsB && rows.from == 0) columnSums(g.b, g.strideB, g.k, {panels.from * kPanel, smaller(g.n, panels.to * kPanel)}, g.sumsB);
}

static void multiplyParallel(Runtime& runtime, Block& block, bool withSums) {
  const Gemm& g = block.g;
  Index packed = block.panels - block.firstPacked, floats = packed * block.k * kPanel;
  if (packed > 0) block.packedB = runtime.scratch(&runtime, kSharedScratch, floats);
  Index packChunks = floats < 16384 ? smaller(packed, 1) : smaller(packed, runtime.threads * 2);
  parallelFor(runtime, packChunks, [&](Index chunk, int) {
    Range range = chunkRange(packed, chunk, packChunks);
    for (Index p = range.from; p < range.to; p++) packPanel(block, block.firstPacked + p);
  });
  Grid grid = chooseGrid(runtime, g, block.panels);
  parallelFor(runtime, grid.down * grid.across, [&](Index chunk, int thread) {
    Range rows = chunkRange(g.m, chunk / grid.across, grid.down, kTileRows);
    Range panels = chunkRange(block.panels, chunk % grid.across, grid.across);
    Index needed = packedRows(block, rows.to - rows.from);
    computeChunk(block, rows, panels, needed > 0 ? runtime.scratch(&runtime, thread, needed) : nullptr);
    if (withSums) computeSums(g, rows, panels);
  });
}

static void multiplySerial(Runtime& runtime, Block& block, int thread, bool withSums) {
  Index floats = (block.panels - block.firstPacked) * block.k * kPanel;
  block.packedB = runtime.scratch(&runtime, thread, floats + packedRows(block, block.g.m));
  for (Index p = block.firstPacked; p < block.panels; p++) packPanel(block, p);
  computeChunk(block, {0, block.g.m}, {0, block.panels}, block.packedB + floats);
  if (withSums) computeSums(block.g, {0, block.g.m}, {0, block.panels});
}

/// One product: on all threads where it is worth it, or (`thread` given) on the one that calls.
static void product(Runtime& runtime, const Gemm& g, int thread = kSharedScratch) {
  // A residual that is c itself has to be added before the first block of k overwrites it.
  bool inPlace = g.residual == g.c && !g.activation && !g.gradientSaved && !g.preactivation && !g.bias;
  Index blocks = g.residual == g.c && !inPlace ? 1 : larger(1, (g.k + kLongest - 1) / kLongest);
  bool parallel = thread == kSharedScratch && runtime.threads > 1 && (Work)g.m * g.n * g.k >= kSerialWork;
  for (Index i = 0; i < blocks; i++) {
    Index from = g.k * i / blocks;
    Block block = makeBlock(g, from, g.k * (i + 1) / blocks - from, inPlace);
    if (parallel) multiplyParallel(runtime, block, i == 0);
    else multiplySerial(runtime, block, thread == kSharedScratch ? 0 : thread, i == 0);
  }
}

PRATTLE_INLINE Gemm oneOf(const Gemm& g, Index i) {
  Gemm one = g;
  one.a += i * g.batchA;
  one.b += i * g.batchB;
  one.c += i * g.batchC;
  if (g.residual) one.residual += i * g.batchC;
  if (g.preactivation) one.preactivation += i * g.batchC;
  if (g.gradientSaved) one.gradientSaved += i * g.batchC;
  return one;
}

static void gemm(Runtime& runtime, const Gemm& g) {
  if (g.m <= 0 || g.n <= 0) return;
  Work work = (Work)g.m * g.n * g.k;
  if (isThin(g) && g.batch == 1) {
    Index chunks = work >= kSerialWork / 2 ? freeChunks(runtime, work, kChunkWork / 2) : 1;
    parallelFor(runtime, chunks, [&](Index chunk, int) { thinProduct(g, chunkRange(g.n, chunk, chunks, kPanel)); });
  } else if (g.batch < runtime.threads && work >= kSerialWork) {
    for (Index i = 0; i < g.batch; i++) product(runtime, oneOf(g, i));
  } else if (g.batch == 1) {
    product(runtime, g);
  } else {
    Index chunks = work * g.batch >= kSerialWork ? smaller(g.batch, freeChunks(runtime, work * g.batch, kChunkWork)) : 1;
    parallelFor(runtime, chunks, [&](Index chunk, int thread) {
      Range range = chunkRange(g.batch, chunk, chunks);
      for (Index i = range.from; i < range.to; i++) product(runtime, oneOf(g, i), thread);
    });
  }
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
