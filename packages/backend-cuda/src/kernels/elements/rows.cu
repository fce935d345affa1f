// Copies and arithmetic in rows that lie apart, and dropout. Bound by memory: every element is read once and written once, in
// fours where addresses and distances allow. The results are the CPU's, bit for bit.
#include "shared/dropout.cuh"
#include "shared/pack.cuh"
#include "rows_work.h"

using namespace prattle;

/// As integers: any bits pass unchanged.
PRATTLE_KERNEL(copy_rows, InRows<CopyRows>, 256) {
  const CopyRows& copy = c.command;
  if (c.layout.quads)
    forEachPack<4>(c.layout, [&](Index row, Index i, auto) {
      reinterpret_cast<uint4*>(copy.y + row * copy.strideY)[i] = reinterpret_cast<const uint4*>(copy.x + row * copy.strideX)[i];
    });
  else
    forEachPack<1>(c.layout, [&](Index row, Index i, auto) {
      reinterpret_cast<uint32_t*>(copy.y + row * copy.strideY)[i] = reinterpret_cast<const uint32_t*>(copy.x + row * copy.strideX)[i];
    });
}

PRATTLE_KERNEL(write_rows, InRows<WriteRows>, 256) {
  const WriteRows& write = c.command;
  forEachPackInRows(c.layout, [&](Index n, Index i, auto size) {
    const Index row = write.rows[n];
    if (row < 0 || row >= write.tableRows) return;
    storePack(write.table + row * write.width, i, loadPack<size.size>(write.values + n * write.width, i));
  });
}

PRATTLE_DEVICE float combined(Index combination, float a, float b) {
  switch (combination) {
    case kSum: return a + b;
    case kDifference: return a - b;
    case kProduct: return a * b;
    default: return a / b;
  }
}

PRATTLE_KERNEL(combine, InRows<Combine>, 256) {
  const Combine& both = c.command;
  forEachPackInRows(c.layout, [&](Index row, Index i, auto size) {
    constexpr int kSize = size.size;
    const float *a = both.a + row * both.strideA, *b = both.b + row * both.strideB;
    const Pack<kSize> left = both.stepA ? loadPack<kSize>(a, i) : filledPack<kSize>(*a);
    const Pack<kSize> right = both.stepB ? loadPack<kSize>(b, i) : filledPack<kSize>(*b);
    Pack<kSize> y;
#pragma unroll
    for (int j = 0; j < kSize; j++) y.at[j] = combined(both.combination, left.at[j], right.at[j]);
    storePack(both.y + row * both.width, i, y);
  });
}

/// A thread draws for the four elements that share a draw.
PRATTLE_KERNEL(dropout, DropoutWork, 256) {
  const DropoutKey key = dropoutKey(c.counter, c.rule);
  const bool quads = alignedToQuads(c.x) && alignedToQuads(c.y);
  for (Index group = globalThread(); group * 4 < c.size; group += globalThreads()) {
    const float4 factors = dropoutFactors(key, group);
    const float factor[4] = {factors.x, factors.y, factors.z, factors.w};
    if (quads && group * 4 + 4 <= c.size) {
      Pack<4> x = loadPack<4>(c.x, group);
#pragma unroll
      for (int i = 0; i < 4; i++) x.at[i] = dropped(x.at[i], factor[i]);
      storePack(c.y, group, x);
      continue;
    }
#pragma unroll
    for (int i = 0; i < 4; i++)
      if (group * 4 + i < c.size) c.y[group * 4 + i] = dropped(c.x[group * 4 + i], factor[i]);
  }
}
