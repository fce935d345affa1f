// The rate that the matrix product is measured against: multiply-adds on independent registers, nothing else.
#pragma once
#include "simd.h"

namespace prattle {
namespace PRATTLE_ISA {

static double peak(Index rounds) {
  constexpr int kChains = 10;  // latency 4 on two ports needs 8; more would not fit 16 registers
  Vec sums[kChains];
  for (int i = 0; i < kChains; i++) sums[i] = broadcast((float)i);
  volatile float opaque = 0.999f;
  const Vec factor = broadcast(opaque), addend = broadcast(opaque * 1e-6f);
  for (Index round = 0; round < rounds; round++) {
    PRATTLE_UNROLL
    for (int i = 0; i < kChains; i++) sums[i] = multiplyAdd(sums[i], factor, addend);
  }
  Vec total = {};
  for (int i = 0; i < kChains; i++) total += sums[i];
  opaque = sum(total);
  return 2.0 * kChains * kWidth * (double)rounds;
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
