// Rows of a table by id, plus a row for the position; and the gradient, which adds rows up where ids repeat.
//
// The gradient first lists the places of every id, in order (`order_ids`, a stable counting sort without atomics), then adds
// up a table row's list: a warp does a short list, all warps of the block a long one, each a strided share. So the sums have a
// fixed order, a frequent id does not hold up the rest, and the table is written once. Positions need no lists.
//
// Rows are the CPU's bit for bit; sums differ by rounding, where ids repeat thousands of times by less than the CPU's own error.
#include "embedding_work.h"
#include "shared/pack.cuh"

using namespace prattle;

PRATTLE_KERNEL(embedding, InRows<Embedding>, 256) {
  const Embedding& e = c.command;
  forEachPackInRows(c.layout, [&](Index n, Index i, auto size) {
    constexpr int kSize = size.size;
    const Index id = e.ids[n];
    Pack<kSize> v = id >= 0 && id < e.rows ? loadPack<kSize>(e.table + id * e.width, i) : filledPack<kSize>(NAN);
    if (e.positions) {
      const Pack<kSize> position = loadPack<kSize>(e.positions + (e.offset + (uint32_t)n % (uint32_t)e.time) * e.width, i);
#pragma unroll
      for (int j = 0; j < kSize; j++) v.at[j] += position.at[j];
    }
    storePack(e.y + n * e.width, i, v);
  });
}

/// visit(place, row in the block or -1, lanes with the same row) for a warp's share of the ids, 32 at a time in order.
template <class Visit>
PRATTLE_DEVICE void forEachId(const IdOrder& c, int firstRow, int rows, Visit&& visit) {
  const int warps = blockDim.x / kWarp, warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  const int share = (c.count + warps * kWarp - 1) / (warps * kWarp) * kWarp;
  const int from = min(warp * share, c.count), to = min(from + share, c.count);
  const auto idAt = [&](int n) { return n < to ? c.ids[n] : -1; };
  int next = idAt(from + lane);
#pragma unroll 1
  for (int start = from; start < to; start += kWarp) {
    const int id = next;
    next = idAt(start + kWarp + lane);  // on its way while this one is worked on
    const int row = id >= firstRow && id - firstRow < rows ? id - firstRow : -1;
    visit(start + lane, id, row, __match_any_sync(kAllLanes, row));
  }
}

PRATTLE_KERNEL(order_ids, IdOrder, kOrderThreads) {
  PRATTLE_DYNAMIC_SHARED(int, counters);  // [warps][rowsOfBlock]: how many, then where the next goes
  __shared__ int below[kWarp], starts[kOrderRows];
  const int warps = blockDim.x / kWarp, warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  const int firstRow = blockIdx.x * c.rowsOfBlock, rows = min(c.rowsOfBlock, c.rows - firstRow);
  int* const own = counters + warp * c.rowsOfBlock;
  for (int row = lane; row < rows; row += kWarp) own[row] = 0;
  __syncwarp();

  // Ids of earlier blocks count, too: they say where this block's list begins.
  int before = 0;
  forEachId(c, firstRow, rows, [&](int, int id, int row, unsigned peers) {
    before += id >= 0 && id < firstRow;
    if (row >= 0 && lane == __ffs(peers) - 1) own[row] += __popc(peers);
    __syncwarp();
  });
  before = lanesSum<kWarp>(before);
  if (lane == 0) below[warp] = before;
  __syncthreads();

  for (int row = threadIdx.x; row < rows; row += blockDim.x) {
    int total = 0;
    for (int w = 0; w < warps; w++) total += counters[w * c.rowsOfBlock + row];
    starts[row] = total;
  }
  __syncthreads();
  if (warp == 0) {
    int start = lanesSum<kWarp>(lane < warps ? below[lane] : 0);
    for (int first = 0; first < rows; first += kWarp) {
      const int row = first + lane, total = row < rows ? starts[row] : 0;
      int upTo = total;
      for (int by = 1; by < kWarp; by *= 2) {
        const int other = __shfl_up_sync(kAllLanes, upTo, by);
        if (lane >= by) upTo += other;
      }
      if (row < rows) starts[row] = c.starts[firstRow + row] = start + upTo - total;
      start += __shfl_sync(kAllLanes, upTo, kWarp - 1);
    }
    if (lane == 0 && firstRow + rows == c.rows) c.starts[c.rows] = start;
  }
  __syncthreads();
  for (int row = threadIdx.x; row < rows; row += blockDim.x) {
    int start = starts[row];
    for (int w = 0; w < warps; w++) {
      const int count = counters[w * c.rowsOfBlock + row];
      counters[w * c.rowsOfBlock + row] = start;
      start += count;
    }
  }
  __syncthreads();

  forEachId(c, firstRow, rows, [&](int place, int, int row, unsigned peers) {
    if (row >= 0) c.order[own[row] + __popc(peers & ((1u << lane) - 1))] = place;
    __syncwarp();
    if (row >= 0 && lane == __ffs(peers) - 1) own[row] += __popc(peers);
    __syncwarp();
  });
}

/// How many rows of dy belong to a table row, and which the k-th is.
PRATTLE_DEVICE int sourceCount(const ListedRows& s, Index row) { return s.starts[row + 1] - s.starts[row]; }
PRATTLE_DEVICE Index sourceRow(const ListedRows& s, Index row, int k) { return s.order[s.starts[row] + k]; }
PRATTLE_DEVICE int sourceCount(const EveryTimeRows& s, Index row) {
  const Index t = row - s.offset;
  return t < 0 || t >= s.time || t >= s.count ? 0 : (int)((s.count - t + s.time - 1) / s.time);
}
PRATTLE_DEVICE Index sourceRow(const EveryTimeRows& s, Index row, int k) { return row - s.offset + k * s.time; }

/// The sum of the sources first, first + step, …
template <int kSize, class Sources>
PRATTLE_DEVICE Pack<kSize> sumOfSources(const RowSums<Sources>& c, Index row, Index pack, int first, int step, int count) {
  Pack<kSize> sum = filledPack<kSize>(0.0f);
#pragma unroll 4
  for (int k = first; k < count; k += step) {
    const Pack<kSize> v = loadPack<kSize>(c.dy + sourceRow(c.sources, row, k) * c.width, pack);
#pragma unroll
    for (int i = 0; i < kSize; i++) sum.at[i] += v.at[i];
  }
  return sum;
}

/// A block's rows lie gridDim.x apart, a warp for each at most: neighbouring ids tend to be frequent together.
template <int kSize, class Sources>
PRATTLE_DEVICE void rowSums(const RowSums<Sources>& c) {
  constexpr int kShort = 32;
  __shared__ Pack<kSize> partial[kSumThreads / kWarp][kSumPacks];
  __shared__ int counts[kSumThreads / kWarp];
  const int warps = blockDim.x / kWarp, warp = threadIdx.x / kWarp, lane = threadIdx.x % kWarp;
  const Index pack = (Index)blockIdx.y * kSumPacks + lane;
  const bool inside = pack * kSize < c.width;
  const Index ownRow = blockIdx.x + (Index)warp * gridDim.x;
  const int ownCount = ownRow < c.rows ? sourceCount(c.sources, ownRow) : 0;
  if (lane == 0) counts[warp] = ownCount;
  if (ownRow < c.rows && ownCount <= kShort && inside)
    storePack(c.table + ownRow * c.width, pack, sumOfSources<kSize>(c, ownRow, pack, 0, 1, ownCount));
  __syncthreads();
  for (int w = 0; w < warps; w++) {
    if (counts[w] <= kShort) continue;
    const Index row = blockIdx.x + (Index)w * gridDim.x;
    if (inside) partial[warp][lane] = sumOfSources<kSize>(c, row, pack, warp, warps, counts[w]);
    __syncthreads();
    for (int half = warps / 2; half > 0; half /= 2) {
      if (warp < half && inside) {
#pragma unroll
        for (int i = 0; i < kSize; i++) partial[warp][lane].at[i] += partial[warp + half][lane].at[i];
      }
      __syncthreads();
    }
    if (warp == 0 && inside) storePack(c.table + row * c.width, pack, partial[0][lane]);
  }
}
PRATTLE_KERNEL(embedding_gradient, RowSums<ListedRows>, kSumThreads) { c.quads ? rowSums<4>(c) : rowSums<1>(c); }
PRATTLE_KERNEL(position_gradient, RowSums<EveryTimeRows>, kSumThreads) { c.quads ? rowSums<4>(c) : rowSums<1>(c); }
