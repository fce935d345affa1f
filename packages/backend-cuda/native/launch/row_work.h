// Launches of kernels that work on the elements of rows.
#pragma once
#include <algorithm>

#include "launch/launch.h"
#include "launch/quads.h"
#include "shared/row_layout.h"

namespace prattle::cuda {

/// Launches a kernel that takes InRows<Command>; rows of `width` floats, in fours where `quads`.
template <class Command>
void launchInRows(Device& device, const char* kernel, const Command& command, Index rows, Index width, bool quads) {
  if (rows <= 0 || width <= 0) return;
  constexpr int kThreadBits = 8;
  static_assert(1 << kThreadBits == kThreads, "the block's threads");
  const Index packs = quads ? width / 4 : width;
  int laneBits = 0;
  while (laneBits < kThreadBits && (Index)1 << laneBits < packs) laneBits++;
  // Lanes of a row that is a little wider than a power of two would idle half of the time: rather two rounds of fewer.
  if (laneBits >= 5 && packs * 4 < (Index)3 << laneBits) laneBits--;
  const Index rowsAtOnce = (Index)kThreads >> laneBits;
  const Index most = device.gridFor(divideUp(rows, rowsAtOnce) * divideUp(packs, (Index)1 << laneBits) * kThreads, kThreads).x;
  const Index down = std::min(divideUp(rows, rowsAtOnce), most);
  const Index across = std::clamp<Index>(most / down, 1, std::min<Index>(divideUp(packs, (Index)1 << laneBits), 65535));
  device.launch(kernel, {(unsigned)down, (unsigned)across}, kThreads, InRows<Command>{command, {rows, packs, laneBits, quads}});
}

}  // namespace prattle::cuda
