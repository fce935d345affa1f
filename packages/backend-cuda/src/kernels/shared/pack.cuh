// Loads and stores of one or four floats at once, and the loop over elements in rows that kernels without sums share.
#pragma once
#include "device.cuh"
#include "row_layout.h"

namespace prattle {

/// Floats that are loaded and stored in one instruction; four of them need an address aligned to 16 bytes.
template <int kSize>
struct alignas(4 * kSize) Pack {
  float at[kSize];
};

template <int kSize>
PRATTLE_DEVICE Pack<kSize> loadPack(const float* from, Index pack) {
  return reinterpret_cast<const Pack<kSize>*>(from)[pack];
}

template <int kSize>
PRATTLE_DEVICE void storePack(float* to, Index pack, const Pack<kSize>& value) {
  reinterpret_cast<Pack<kSize>*>(to)[pack] = value;
}

template <int kSize>
PRATTLE_DEVICE Pack<kSize> filledPack(float value) {
  Pack<kSize> pack;
#pragma unroll
  for (int i = 0; i < kSize; i++) pack.at[i] = value;
  return pack;
}

PRATTLE_DEVICE bool alignedToQuads(const void* at) { return ((uintptr_t)at & 15) == 0; }

/// Tells a generic lambda, at compile time, how many floats it is to work on at once.
template <int kSize>
struct PackSize {
  static constexpr int size = kSize;
};

/// body(row, pack, PackSize) for this thread's share of all packs of all rows.
template <int kSize, class Body>
PRATTLE_DEVICE void forEachPack(const RowLayout& layout, Body&& body) {
  const int lanes = 1 << layout.laneBits, rowsAtOnce = blockDim.x >> layout.laneBits;
  const Index firstPack = (Index)blockIdx.y * lanes + (threadIdx.x & (lanes - 1)), packsAtOnce = (Index)gridDim.y * lanes;
  const Index firstRow = (Index)blockIdx.x * rowsAtOnce + (threadIdx.x >> layout.laneBits);
  for (Index row = firstRow; row < layout.rows; row += (Index)gridDim.x * rowsAtOnce)
    for (Index pack = firstPack; pack < layout.packs; pack += packsAtOnce) body(row, pack, PackSize<kSize>());
}

/// The same, in the size that the layout says.
template <class Body>
PRATTLE_DEVICE void forEachPackInRows(const RowLayout& layout, Body&& body) {
  if (layout.quads)
    forEachPack<4>(layout, body);
  else
    forEachPack<1>(layout, body);
}

}  // namespace prattle
