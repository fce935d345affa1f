// Dropout by counter: element i at site s of step t stays iff the uniform number (philox4x32-10 of [i / 4, s, t, 0] under
// the run's key)[i mod 4] is at least the rate. The mask is never stored; the gradient draws it again. The numbers are
// those of `@prattle/core`'s philox and of the CPU's kernels, bit for bit.
#pragma once
#include "device.cuh"
#include "dropout_rule.h"

namespace prattle {

struct DropoutKey {
  uint32_t low, high, step;
  DropoutRule rule;
};

/// counter int32 [4]: key low, key high, step, 0.
PRATTLE_DEVICE DropoutKey dropoutKey(const int32_t* counter, const DropoutRule& rule) {
  return {(uint32_t)counter[0], (uint32_t)counter[1], (uint32_t)counter[2], rule};
}

/// The four words for elements 4 group … 4 group + 3: ten rounds of Philox 4x32.
PRATTLE_DEVICE uint4 dropoutWords(const DropoutKey& key, uint32_t group) {
  uint32_t c0 = group, c1 = key.rule.site, c2 = key.step, c3 = 0, k0 = key.low, k1 = key.high;
#pragma unroll
  for (int round = 0; round < 10; round++) {
    const uint64_t first = (uint64_t)c0 * 0xd2511f53u, second = (uint64_t)c2 * 0xcd9e8d57u;
    c0 = (uint32_t)(second >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)second;
    c2 = (uint32_t)(first >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)first;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  uint4 words;
  words.x = c0, words.y = c1, words.z = c2, words.w = c3;
  return words;
}

/// 1 / (1 - rate) where the element with this word stays, else 0.
PRATTLE_DEVICE float dropoutFactor(const DropoutKey& key, uint32_t word) {
  return word >> 8 >= key.rule.threshold ? key.rule.keepScale : 0.0f;
}

/// Factors of elements 4 group … 4 group + 3.
PRATTLE_DEVICE float4 dropoutFactors(const DropoutKey& key, Index group) {
  const uint4 words = dropoutWords(key, (uint32_t)group);
  return make_float4(dropoutFactor(key, words.x), dropoutFactor(key, words.y), dropoutFactor(key, words.z), dropoutFactor(key, words.w));
}

/// The factor of one element, at the price of four.
PRATTLE_DEVICE float dropoutFactorAt(const DropoutKey& key, Index element) {
  const uint4 words = dropoutWords(key, (uint32_t)(element / 4));
  const uint32_t word = element & 2 ? (element & 1 ? words.w : words.z) : (element & 1 ? words.y : words.x);
  return dropoutFactor(key, word);
}

/// x · factor, by choice and not by product: a dropped infinity is 0.
PRATTLE_DEVICE float dropped(float x, float factor) { return factor > 0.0f ? x * factor : 0.0f; }

}  // namespace prattle
