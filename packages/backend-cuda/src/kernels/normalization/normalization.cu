// Layer norm and RMS norm over rows, forward and backward.
//
// A warp takes a row of up to 1024 floats and holds it in registers, so that every tensor crosses the memory bus once; a
// block takes a wider row and reads it again from the caches. Mean and variance take two passes, as on the CPU: one pass
// over x and x² loses the digits that a tight tolerance asks for.
//
// dweight and dbias are sums over rows: every group of threads adds up the rows that it meets, its block adds up its groups,
// and column_sums.cu the blocks. Which rows meet follows from the shape and the device alone.
//
// Values differ from the CPU's by some 1e-5 of themselves, gradients by 1e-4.
#include "norm_work.h"
#include "shared/pack.cuh"

using namespace prattle;

/// Who shares a row.
struct WarpOfRow {
  static PRATTLE_DEVICE int lane() { return threadIdx.x % kWarp; }
  static PRATTLE_DEVICE int threads() { return kWarp; }
  static PRATTLE_DEVICE int inBlock() { return threadIdx.x / kWarp; }
  static PRATTLE_DEVICE int perBlock() { return blockDim.x / kWarp; }
  static PRATTLE_DEVICE float sum(float value) { return warpSum(value); }
};
struct BlockOfRow {
  static PRATTLE_DEVICE int lane() { return threadIdx.x; }
  static PRATTLE_DEVICE int threads() { return blockDim.x; }
  static PRATTLE_DEVICE int inBlock() { return 0; }
  static PRATTLE_DEVICE int perBlock() { return 1; }
  static PRATTLE_DEVICE float sum(float value) {
    __shared__ float partial[kWarp];
    return blockSum(value, partial);
  }
};

/// body(slot, pack) for this thread's packs of a row. With kHeld > 0 they are at most that many, and the slot, a constant
/// once the loop is unrolled, says which register keeps a pack.
template <class Group, int kHeld, class Body>
PRATTLE_DEVICE void forEachPackOfRow(int packs, Body&& body) {
  if constexpr (kHeld > 0) {
#pragma unroll
    for (int slot = 0; slot < kHeld; slot++) {
      const int pack = Group::lane() + slot * Group::threads();
      if (pack < packs) body(slot, pack);
    }
  } else {
    for (int pack = Group::lane(); pack < packs; pack += Group::threads()) body(0, pack);
  }
}

/// RMS norm is layer norm without the mean and the bias.
template <class Group, int kSize, int kHeld, bool kCentred>
PRATTLE_DEVICE void norm(const LayerNorm& c) {
  const int packs = (int)(c.width / kSize);
  const float share = 1.0f / (float)c.width, epsilon = (float)c.epsilon;
  for (Index row = (Index)blockIdx.x * Group::perBlock() + Group::inBlock(); row < c.rows; row += (Index)gridDim.x * Group::perBlock()) {
    const float* const x = c.x + row * c.width;
    Pack<kSize> held[kHeld > 0 ? kHeld : 1];
    if constexpr (kHeld > 0)
      forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) { held[slot] = loadPack<kSize>(x, pack); });
    const auto value = [&](int slot, int pack) {
      if constexpr (kHeld > 0)
        return held[slot];
      else
        return loadPack<kSize>(x, pack);
    };
    float mean = 0.0f;
    if constexpr (kCentred) {
      float total = 0.0f;
      forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
        const Pack<kSize> v = value(slot, pack);
#pragma unroll
        for (int i = 0; i < kSize; i++) total += v.at[i];
      });
      mean = Group::sum(total) * share;
    }
    float squares = 0.0f;
    forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
      const Pack<kSize> v = value(slot, pack);
#pragma unroll
      for (int i = 0; i < kSize; i++) squares += (v.at[i] - mean) * (v.at[i] - mean);
    });
    const float deviation = 1.0f / sqrtf(Group::sum(squares) * share + epsilon);
    if (Group::lane() == 0) {
      if constexpr (kCentred) c.stats[2 * row] = mean;
      c.stats[kCentred ? 2 * row + 1 : row] = deviation;
    }
    forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
      Pack<kSize> v = value(slot, pack);
      const Pack<kSize> weight = loadPack<kSize>(c.weight, pack);
      const Pack<kSize> bias = c.bias ? loadPack<kSize>(c.bias, pack) : filledPack<kSize>(0.0f);
#pragma unroll
      for (int i = 0; i < kSize; i++) v.at[i] = (v.at[i] - mean) * deviation * weight.at[i] + bias.at[i];
      storePack(c.y + row * c.width, pack, v);
    });
  }
}

/// With z the normalised x and t = dy · weight: dx = (t - mean(t) - z mean(t z)) / deviation, mean(t) only where the mean
/// was taken; dweight = Σ dy z; dbias = Σ dy.
template <class Group, int kSize, int kHeld, bool kCentred>
PRATTLE_DEVICE void normGradient(const NormGradient& work) {
  PRATTLE_DYNAMIC_SHARED(float, shared);
  const LayerNormGradient& c = work.command;
  const int width = (int)c.width, packs = width / kSize, columns = (kCentred ? 2 : 1) * width;
  const float share = 1.0f / (float)width;
  float* const blockSums = work.partial + (Index)blockIdx.x * columns;
  float* const sums = work.inShared ? shared : blockSums;
  float *const weightSums = sums + Group::inBlock() * columns, *const biasSums = weightSums + width;

  constexpr int kSlots = kHeld > 0 ? kHeld : 1;
  Pack<kSize> zHeld[kSlots], dHeld[kSlots], weightHeld[kSlots], biasHeld[kSlots];
  forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
    weightHeld[slot] = biasHeld[slot] = filledPack<kSize>(0.0f);
    if constexpr (kHeld == 0) {
      storePack(weightSums, pack, weightHeld[0]);
      if constexpr (kCentred) storePack(biasSums, pack, biasHeld[0]);
    }
  });

  for (Index row = (Index)blockIdx.x * Group::perBlock() + Group::inBlock(); row < c.rows; row += (Index)gridDim.x * Group::perBlock()) {
    const float *const x = c.x + row * width, *const dy = c.dy + row * width;
    const float mean = kCentred ? c.stats[2 * row] : 0.0f, deviation = c.stats[kCentred ? 2 * row + 1 : row];
    const auto normalised = [&](int pack) {
      Pack<kSize> z = loadPack<kSize>(x, pack);
#pragma unroll
      for (int i = 0; i < kSize; i++) z.at[i] = (z.at[i] - mean) * deviation;
      return z;
    };
    if constexpr (kHeld > 0)
      forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
        zHeld[slot] = loadPack<kSize>(x, pack);
        dHeld[slot] = loadPack<kSize>(dy, pack);
      });
    float sumT = 0.0f, sumTz = 0.0f;
    forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
      if constexpr (kHeld == 0) {
        zHeld[0] = loadPack<kSize>(x, pack);
        dHeld[0] = loadPack<kSize>(dy, pack);
        weightHeld[0] = loadPack<kSize>(weightSums, pack);
        if constexpr (kCentred) biasHeld[0] = loadPack<kSize>(biasSums, pack);
      }
      const Pack<kSize> weight = loadPack<kSize>(c.weight, pack);
#pragma unroll
      for (int i = 0; i < kSize; i++) {
        const float z = (zHeld[slot].at[i] - mean) * deviation, d = dHeld[slot].at[i], t = d * weight.at[i];
        zHeld[slot].at[i] = z;
        sumTz += t * z;
        weightHeld[slot].at[i] += d * z;
        if constexpr (kCentred) {
          sumT += t;
          biasHeld[slot].at[i] += d;
        }
      }
      if constexpr (kHeld == 0) {
        storePack(weightSums, pack, weightHeld[0]);
        if constexpr (kCentred) storePack(biasSums, pack, biasHeld[0]);
      }
    });
    const float meanT = kCentred ? Group::sum(sumT) * share : 0.0f, meanTz = Group::sum(sumTz) * share;
    forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
      const Pack<kSize> z = kHeld > 0 ? zHeld[slot] : normalised(pack), d = kHeld > 0 ? dHeld[slot] : loadPack<kSize>(dy, pack);
      const Pack<kSize> weight = loadPack<kSize>(c.weight, pack);
      const Pack<kSize> residual = c.residual ? loadPack<kSize>(c.residual + row * width, pack) : filledPack<kSize>(0.0f);
      Pack<kSize> dx;
#pragma unroll
      for (int i = 0; i < kSize; i++) dx.at[i] = (d.at[i] * weight.at[i] - meanT - z.at[i] * meanTz) * deviation + residual.at[i];
      storePack(c.dx + row * width, pack, dx);
    });
  }

  if constexpr (kHeld > 0)
    forEachPackOfRow<Group, kHeld>(packs, [&](int slot, int pack) {
      storePack(weightSums, pack, weightHeld[slot]);
      if constexpr (kCentred) storePack(biasSums, pack, biasHeld[slot]);
    });
  if (!work.inShared) return;
  __syncthreads();
  for (int column = threadIdx.x; column < columns; column += blockDim.x) {
    float total = 0.0f;
    for (int group = 0; group < Group::perBlock(); group++) total += sums[group * columns + column];
    blockSums[column] = total;
  }
}

// The kernels of a norm: rows of up to 256, of up to 1024 and of more floats that can be loaded in fours; any others.
#define PRATTLE_NORM(name, kCentred)                                                                                         \
  PRATTLE_KERNEL(name##_narrow, LayerNorm, 256) { norm<WarpOfRow, 4, 2, kCentred>(c); }                                      \
  PRATTLE_KERNEL(name##_middle, LayerNorm, 256) { norm<WarpOfRow, 4, 8, kCentred>(c); }                                      \
  PRATTLE_KERNEL(name##_wide, LayerNorm, 256) { norm<BlockOfRow, 4, 0, kCentred>(c); }                                       \
  PRATTLE_KERNEL(name##_odd, LayerNorm, 256) { norm<WarpOfRow, 1, 0, kCentred>(c); }                                         \
  PRATTLE_KERNEL(name##_wide_odd, LayerNorm, 256) { norm<BlockOfRow, 1, 0, kCentred>(c); }                                   \
  PRATTLE_KERNEL(name##_gradient_narrow, NormGradient, 128) { normGradient<WarpOfRow, 4, 2, kCentred>(c); }                  \
  PRATTLE_KERNEL(name##_gradient_middle, NormGradient, 128) { normGradient<WarpOfRow, 4, 8, kCentred>(c); }                  \
  PRATTLE_KERNEL(name##_gradient_wide, NormGradient, 256) { normGradient<BlockOfRow, 4, 0, kCentred>(c); }                   \
  PRATTLE_KERNEL(name##_gradient_odd, NormGradient, 128) { normGradient<WarpOfRow, 1, 0, kCentred>(c); }                     \
  PRATTLE_KERNEL(name##_gradient_wide_odd, NormGradient, 256) { normGradient<BlockOfRow, 1, 0, kCentred>(c); }

PRATTLE_NORM(layer_norm, true)
PRATTLE_NORM(rms_norm, false)
