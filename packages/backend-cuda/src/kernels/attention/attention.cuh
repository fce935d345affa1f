// What attention's kernels in float32 share: which keys a query sees, tiles in shared memory and products of them.
//
// 128 threads, a row of a tile of scores on 16 lanes each. All tiles lie in shared memory row by row as they lie in the
// tensors, with the groups of four columns swizzled by the row: a column of groups is read by 8 lanes without conflicts
// and without padding, so tiles are powers of two.
#pragma once
#include "attention_work.h"
#include "shared/dropout.cuh"

namespace prattle {

/// Below every score: where the maximum starts, as in the CPU's kernels.
constexpr float kNoScore = -3e38f;

/// Queries see the keys below min(keys, query + shift).
struct VisibleKeys {
  int keys, shift;
  PRATTLE_DEVICE int of(int query) const { return min(keys, query + shift); }
  /// The first query that sees this key.
  PRATTLE_DEVICE int firstQuery(int key) const { return max(0, key - shift + 1); }
};

template <class Command>
PRATTLE_DEVICE VisibleKeys visibleKeys(const Command& a, Index item) {
  const int keyTime = (int)a.keyTime, queryTime = (int)a.queryTime;
  const int keys = a.lengths ? min(keyTime, max(0, a.lengths[item])) : keyTime;
  return {keys, a.causal ? keyTime - queryTime + 1 : keyTime};
}

/// What a block has to do that takes a tile of `rows` queries of one head. Blocks with the last queries come first: under a
/// causal mask they have the most to do.
struct QueryJob {
  /// The item of the batch, the queries' head and that of their keys.
  Index item, head, keyHead;
  /// The first query and how many there are; its row among all queries of all heads.
  int from, queries;
  Index firstRow;
};

template <class Command>
PRATTLE_DEVICE QueryJob queryJob(const Command& a, int rows) {
  const Index jobs = a.batch * a.heads, job = blockIdx.x % jobs, head = job % a.heads;
  const int from = ((int)((a.queryTime - 1) / rows) - (int)(blockIdx.x / jobs)) * rows;
  return {job / a.heads, head, head / (a.heads / a.keyHeads), from, min(rows, (int)a.queryTime - from), job * a.queryTime + from};
}

/// What a block has to do that takes a tile of `rows` keys of one key head, for the `group` of heads that read it.
struct KeyJob {
  Index item, keyHead, group;
  /// The first key and how many there are.
  int from, keys;
};

template <class Command>
PRATTLE_DEVICE KeyJob keyJob(const Command& a, int rows) {
  const Index jobs = a.batch * a.keyHeads, job = blockIdx.x % jobs;
  const int from = (int)(blockIdx.x / jobs) * rows;
  return {job / a.keyHeads, job % a.keyHeads, a.heads / a.keyHeads, from, min(rows, (int)a.keyTime - from)};
}

/// Where (row, column) of a tile lies. Groups of four columns stay together.
template <int width>
PRATTLE_DEVICE int tileOffset(int row, int column) {
  const int turn = width >= 32 ? row & 7 : row >> 1 & 3;
  return row * width + ((column >> 2 ^ turn) << 2) + (column & 3);
}

template <int width>
PRATTLE_DEVICE float4 tileQuad(const float* tile, int row, int column) {
  return *reinterpret_cast<const float4*>(tile + tileOffset<width>(row, column));
}

/// Four floats of a row from `column` on; zeros beyond its width.
PRATTLE_DEVICE float4 loadQuad(const float* row, int column, int width, bool aligned) {
  if (aligned && column < width) return *reinterpret_cast<const float4*>(row + column);
  float4 quad = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
  if (aligned) return quad;
  if (column < width) quad.x = row[column];
  if (column + 1 < width) quad.y = row[column + 1];
  if (column + 2 < width) quad.z = row[column + 2];
  if (column + 3 < width) quad.w = row[column + 3];
  return quad;
}

/// Row a · row b by kLanes lanes, of which this is one; all lanes of a warp take part.
template <int kLanes>
PRATTLE_DEVICE float rowProduct(const float* a, const float* b, int lane, int width, bool aligned) {
  float total = 0.0f;
  for (int column = 4 * lane; column < width; column += 4 * kLanes) {
    const float4 left = loadQuad(a, column, width, aligned), right = loadQuad(b, column, width, aligned);
    total += left.x * right.x + left.y * right.y + left.z * right.z + left.w * right.w;
  }
  return lanesSum<kLanes>(total);
}

/// Rows of a matrix into a tile of `rows`, zeros beyond `count` and `headWidth`. By all threads of the block.
template <int width, int rows>
PRATTLE_DEVICE void stageRows(float* tile, const float* from, Index stride, int count, int headWidth, bool aligned) {
  constexpr int kQuads = width / 4;
#pragma unroll 4
  for (int i = threadIdx.x; i < rows * kQuads; i += kAttentionThreads) {
    const int row = i / kQuads, column = i % kQuads * 4;
    const float4 quad = row < count ? loadQuad(from + row * stride, column, headWidth, aligned) : make_float4(0.0f, 0.0f, 0.0f, 0.0f);
    *reinterpret_cast<float4*>(tile + tileOffset<width>(row, column)) = quad;
  }
}

/// This thread's rows of a tile: those of the two halves of a warp take turns, so that they are in different banks.
template <int threadRows>
PRATTLE_DEVICE int tileRow(int r) {
  return (int)threadIdx.x / kWarp * (2 * threadRows) + 2 * r + (int)threadIdx.x / kRowLanes % 2;
}

PRATTLE_DEVICE int rowLane() { return (int)threadIdx.x % kRowLanes; }

/// A sum or maximum over the lanes that share a row.
PRATTLE_DEVICE float rowSum(float value) { return lanesSum<kRowLanes>(value); }
PRATTLE_DEVICE float rowMaximum(float value) { return lanesMaximum<kRowLanes>(value); }

/// products[r][j] = row tileRow(r) of `left` · row rowLane() + 16 j of `right`.
template <int width, int threadRows, int threadColumns>
PRATTLE_DEVICE void tileProducts(const float* left, const float* right, float (&products)[threadRows][threadColumns]) {
#pragma unroll
  for (int r = 0; r < threadRows; r++)
#pragma unroll
    for (int j = 0; j < threadColumns; j++) products[r][j] = 0.0f;
#pragma unroll 2
  for (int d = 0; d < width; d += 4) {
    float4 b[threadColumns];
#pragma unroll
    for (int j = 0; j < threadColumns; j++) b[j] = tileQuad<width>(right, rowLane() + kRowLanes * j, d);
#pragma unroll
    for (int r = 0; r < threadRows; r++) {
      const float4 a = tileQuad<width>(left, tileRow<threadRows>(r), d);
#pragma unroll
      for (int j = 0; j < threadColumns; j++)
        products[r][j] += a.x * b[j].x + a.y * b[j].y + a.z * b[j].z + a.w * b[j].w;
    }
  }
}

/// Columns of a row as the threads of a row hold them: runs of up to four, so that lanes read a row together.
template <int width>
struct RowColumns {
  static constexpr int kRun = width >= 64 ? 4 : width / kRowLanes, kRuns = width / kRowLanes / kRun, kCount = kRun * kRuns;
  static PRATTLE_DEVICE int column(int c) { return c / kRun * (kRowLanes * kRun) + rowLane() * kRun + c % kRun; }
};

template <int width>
PRATTLE_DEVICE void tileColumns(const float* tile, int row, float (&values)[width / kRowLanes]) {
  using Columns = RowColumns<width>;
#pragma unroll
  for (int c = 0; c < Columns::kCount; c += Columns::kRun) {
    const float* at = tile + tileOffset<width>(row, Columns::column(c));
    if constexpr (Columns::kRun == 4) {
      const float4 quad = *reinterpret_cast<const float4*>(at);
      values[c] = quad.x, values[c + 1] = quad.y, values[c + 2] = quad.z, values[c + 3] = quad.w;
    } else if constexpr (Columns::kRun == 2) {
      const float2 pair = *reinterpret_cast<const float2*>(at);
      values[c] = pair.x, values[c + 1] = pair.y;
    } else {
      values[c] = *at;
    }
  }
}

/// sums[r][c] += Σ over the first `count` columns i of weights[tileRow(r)][i] · rows[i][column c].
template <int width, int columns, int threadRows>
PRATTLE_DEVICE void addWeightedRows(const float* weights, const float* rows, int count, float (&sums)[threadRows][width / kRowLanes]) {
  for (int i = 0; i < count; i += 4) {
    float w[threadRows][4];
#pragma unroll
    for (int r = 0; r < threadRows; r++) {
      const float4 quad = tileQuad<columns>(weights, tileRow<threadRows>(r), i);
      w[r][0] = quad.x, w[r][1] = quad.y, w[r][2] = quad.z, w[r][3] = quad.w;
    }
#pragma unroll
    for (int step = 0; step < 4; step++) {
      float values[width / kRowLanes];
      tileColumns<width>(rows, i + step, values);
#pragma unroll
      for (int r = 0; r < threadRows; r++)
#pragma unroll
        for (int c = 0; c < width / kRowLanes; c++) sums[r][c] += w[r][step] * values[c];
    }
  }
}

/// This thread's columns of a row, times `factor`, into a tensor.
template <int width>
PRATTLE_DEVICE void storeColumns(float* row, const float (&values)[width / kRowLanes], float factor, int headWidth, bool aligned) {
  using Columns = RowColumns<width>;
#pragma unroll
  for (int c = 0; c < Columns::kCount; c += Columns::kRun) {
    const int column = Columns::column(c);
    if (Columns::kRun == 4 && aligned) {
      if (column < headWidth)
        *reinterpret_cast<float4*>(row + column) =
            make_float4(values[c] * factor, values[c + 1] * factor, values[c + 2] * factor, values[c + 3] * factor);
      continue;
    }
#pragma unroll
    for (int i = 0; i < Columns::kRun; i++)
      if (column + i < headWidth) row[column + i] = values[c + i] * factor;
  }
}

/// Draws whether elements stay, for `lines` runs of `count` elements each, the first at `first`, the next `step` further:
/// a bit each, four of a word of draws in a byte. By a warp, for itself.
template <int lines, int count>
PRATTLE_DEVICE void drawKeepBits(const DropoutKey& key, Index first, Index step, uint8_t* keep) {
  constexpr int kBytes = kKeepBytes<count>;
  __syncwarp();
  for (int i = (int)threadIdx.x % kWarp; i < lines * kBytes; i += kWarp) {
    const uint4 words = dropoutWords(key, (uint32_t)((first + i / kBytes * step) / 4 + i % kBytes));
    const float4 factors = make_float4(dropoutFactor(key, words.x), dropoutFactor(key, words.y), dropoutFactor(key, words.z),
                                       dropoutFactor(key, words.w));
    keep[i] = (uint8_t)((factors.x > 0.0f) | (factors.y > 0.0f) << 1 | (factors.z > 0.0f) << 2 | (factors.w > 0.0f) << 3);
  }
  __syncwarp();
}

/// The factor of element `at` of a line whose first element is `first`.
template <int count>
PRATTLE_DEVICE float keepFactor(const DropoutKey& key, const uint8_t* keep, int line, Index first, int at) {
  const int element = (int)(first & 3) + at;
  return keep[line * kKeepBytes<count> + (element >> 2)] >> (element & 3) & 1 ? key.rule.keepScale : 0.0f;
}

}  // namespace prattle
