// Batch norm over the rows of every column, forward and backward.
//
// A block sums 128 rows of 32 columns, a thread 16 rows of one, which it holds: so the squares are taken around the chunk's
// own mean without a second reading, and no digits are lost where the mean is large. Chunks are merged by Chan's formula
// for variances of parts. All orders follow from the shape. Results differ from the CPU's by some 2e-5 of themselves.
#include "batch_norm_work.h"
#include "shared/pack.cuh"

using namespace prattle;

constexpr int kLanes = 8, kRowsOfThread = kBatchNormRows / kLanes;

/// The sums of a column over the lanes of a block, for all of them. `room` is [lanes][columns].
template <int kLaneCount>
PRATTLE_DEVICE float sumLanes(float value, float (&room)[kLaneCount][kBatchNormColumns]) {
  const int column = threadIdx.x % kBatchNormColumns, lane = threadIdx.x / kBatchNormColumns;
  __syncthreads();  // whoever read the sums before is done
  room[lane][column] = value;
  for (int half = kLaneCount / 2; half > 0; half /= 2) {
    __syncthreads();
    if (lane < half) room[lane][column] += room[lane + half][column];
  }
  __syncthreads();
  return room[0][column];
}

/// What squares are divided by for the variance: a single row has none.
PRATTLE_DEVICE float varianceDivisor(Index rows, bool unbiased) { return (float)(unbiased ? max(rows - 1, (Index)1) : rows); }

PRATTLE_DEVICE Index rowsOfChunk(Index chunk, Index rows) { return min(rows - chunk * kBatchNormRows, (Index)kBatchNormRows); }

PRATTLE_KERNEL(batch_norm_chunks, BatchNormSums<BatchNorm>, 256) {
  __shared__ float room[kLanes][kBatchNormColumns];
  const Index width = c.command.width, rows = c.command.rows;
  const Index column = (Index)blockIdx.y * kBatchNormColumns + threadIdx.x % kBatchNormColumns;
  const int lane = threadIdx.x / kBatchNormColumns;
  for (Index chunk = blockIdx.x; chunk < c.chunks; chunk += gridDim.x) {
    const Index first = chunk * kBatchNormRows + lane;
    float held[kRowsOfThread], total = 0.0f, squares = 0.0f;
#pragma unroll
    for (int i = 0; i < kRowsOfThread; i++) {
      const Index row = first + i * kLanes;
      held[i] = row < rows && column < width ? c.command.x[row * width + column] : 0.0f;
      total += held[i];
    }
    const float mean = sumLanes(total, room) / (float)rowsOfChunk(chunk, rows);
#pragma unroll
    for (int i = 0; i < kRowsOfThread; i++) {
      const float centred = first + i * kLanes < rows ? held[i] - mean : 0.0f;
      squares += centred * centred;
    }
    squares = sumLanes(squares, room);
    if (lane > 0 || column >= width) continue;
    c.partial[2 * chunk * width + column] = mean;
    c.partial[(2 * chunk + 1) * width + column] = squares;
  }
}

/// running += momentum · (batch - running)
PRATTLE_DEVICE void follow(float* running, float batch, float momentum) { *running += momentum * (batch - *running); }

PRATTLE_KERNEL(batch_norm_stats, BatchNormSums<BatchNorm>, 512) {
  constexpr int kStatsLanes = 16;
  __shared__ float room[kStatsLanes][kBatchNormColumns];
  const BatchNorm& n = c.command;
  const Index column = (Index)blockIdx.x * kBatchNormColumns + threadIdx.x % kBatchNormColumns;
  const int lane = threadIdx.x / kBatchNormColumns;
  const Index last = column < n.width ? c.chunks : 0;
  const auto chunkMean = [&](Index chunk) { return c.partial[2 * chunk * n.width + column]; };
  float total = 0.0f, squares = 0.0f;
  for (Index chunk = lane; chunk < last; chunk += kStatsLanes) total += chunkMean(chunk) * (float)rowsOfChunk(chunk, n.rows);
  const float mean = sumLanes(total, room) / (float)n.rows;
  for (Index chunk = lane; chunk < last; chunk += kStatsLanes) {
    const float apart = chunkMean(chunk) - mean;
    squares += c.partial[(2 * chunk + 1) * n.width + column] + apart * apart * (float)rowsOfChunk(chunk, n.rows);
  }
  squares = sumLanes(squares, room);
  if (lane > 0 || column >= n.width) return;
  n.stats[column] = mean;
  n.stats[n.width + column] = 1.0f / sqrtf(squares / varianceDivisor(n.rows, n.unbiased) + (float)n.epsilon);
  follow(n.runningMean + column, mean, (float)n.momentum);
  follow(n.runningVariance + column, squares / varianceDivisor(n.rows, true), (float)n.momentum);
}

PRATTLE_KERNEL(batch_norm_apply, InRows<BatchNorm>, 256) {
  const BatchNorm& n = c.command;
  forEachPackInRows(c.layout, [&](Index row, Index i, auto size) {
    constexpr int kSize = size.size;
    const Pack<kSize> mean = loadPack<kSize>(n.stats, i), inverse = loadPack<kSize>(n.stats + n.width, i);
    const Pack<kSize> weight = loadPack<kSize>(n.weight, i), bias = loadPack<kSize>(n.bias, i);
    Pack<kSize> v = loadPack<kSize>(n.x + row * n.width, i);
#pragma unroll
    for (int j = 0; j < kSize; j++) v.at[j] = (v.at[j] - mean.at[j]) * inverse.at[j] * weight.at[j] + bias.at[j];
    storePack(n.y + row * n.width, i, v);
  });
}

/// With z the normalised x: dbias = Σ dy, dweight = Σ dy z.
PRATTLE_KERNEL(batch_norm_gradient_chunks, BatchNormSums<BatchNormGradient>, 256) {
  __shared__ float room[kLanes][kBatchNormColumns];
  const BatchNormGradient& n = c.command;
  const Index column = (Index)blockIdx.y * kBatchNormColumns + threadIdx.x % kBatchNormColumns;
  const int lane = threadIdx.x / kBatchNormColumns;
  const bool inside = column < n.width;
  const float mean = inside ? n.stats[column] : 0.0f, inverse = inside ? n.stats[n.width + column] : 0.0f;
  for (Index chunk = blockIdx.x; chunk < c.chunks; chunk += gridDim.x) {
    float bias = 0.0f, weight = 0.0f;
#pragma unroll
    for (int i = 0; i < kRowsOfThread; i++) {
      const Index row = chunk * kBatchNormRows + lane + i * kLanes;
      if (row >= n.rows || !inside) continue;
      const float dy = n.dy[row * n.width + column];
      bias += dy;
      weight += dy * ((n.x[row * n.width + column] - mean) * inverse);
    }
    bias = sumLanes(bias, room);
    weight = sumLanes(weight, room);
    if (lane > 0 || !inside) continue;
    c.partial[2 * chunk * n.width + column] = bias;
    c.partial[(2 * chunk + 1) * n.width + column] = weight;
  }
}

/// dx = weight · inverse · (dy - dbias / rows - z · dweight / divisor)
PRATTLE_KERNEL(batch_norm_gradient_apply, InRows<BatchNormGradient>, 256) {
  const BatchNormGradient& n = c.command;
  const float share = 1.0f / (float)n.rows, varianceShare = 1.0f / varianceDivisor(n.rows, n.unbiased);
  forEachPackInRows(c.layout, [&](Index row, Index i, auto size) {
    constexpr int kSize = size.size;
    const Pack<kSize> mean = loadPack<kSize>(n.stats, i), inverse = loadPack<kSize>(n.stats + n.width, i);
    const Pack<kSize> weight = loadPack<kSize>(n.weight, i), dbias = loadPack<kSize>(n.dbias, i), dweight = loadPack<kSize>(n.dweight, i);
    const Pack<kSize> x = loadPack<kSize>(n.x + row * n.width, i), dy = loadPack<kSize>(n.dy + row * n.width, i);
    Pack<kSize> dx;
#pragma unroll
    for (int j = 0; j < kSize; j++) {
      const float z = (x.at[j] - mean.at[j]) * inverse.at[j];
      dx.at[j] = weight.at[j] * inverse.at[j] * (dy.at[j] - dbias.at[j] * share - z * dweight.at[j] * varianceShare);
    }
    storePack(n.dx + row * n.width, i, dx);
  });
}
