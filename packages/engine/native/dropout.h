// Dropout by counter: element i at site s of step t stays iff the uniform number (philox4x32-10 of [i / 4, s, t, 0] under
// the run's key)[i mod 4] is at least the rate. The mask is never stored; the gradient draws it again. The numbers are
// those of `@prattle/core`'s philox, bit for bit.
#pragma once
#include "parallel.h"
#include "operations.h"
#include "transpose.h"

namespace prattle {
namespace PRATTLE_ISA {

struct DropoutKey {
  uint32_t low, high, step, site;
  /// A draw's upper 24 bits are at least this where the element stays.
  int32_t threshold;
  float keepScale;
};

/// counter int32 [4]: key low, key high, step, 0.
static DropoutKey dropoutKey(const int32_t* counter, Index site, double rate) {
  double scaled = (double)(float)rate * 16777216.0;
  int32_t threshold = (int32_t)scaled;
  if (threshold < scaled) threshold++;
  return {(uint32_t)counter[0], (uint32_t)counter[1], (uint32_t)counter[2], (uint32_t)site, threshold, (float)(1.0 / (1.0 - rate))};
}

typedef uint64_t Wide __attribute__((vector_size(kWidth * 4)));

/// The product of the lower 32 bits of every 64-bit lane with a 32-bit constant.
PRATTLE_INLINE Wide multiplyWide(Wide a, uint32_t factor) {
#if defined(__AVX512F__)
  return (Wide)_mm512_mul_epu32((__m512i)a, _mm512_set1_epi64(factor));
#elif defined(__AVX2__)
  return (Wide)_mm256_mul_epu32((__m256i)a, _mm256_set1_epi64x(factor));
#elif defined(__SSE2__)
  return (Wide)_mm_mul_epu32((__m128i)a, _mm_set1_epi64x(factor));
#else
  return (a & 0xffffffffu) * (uint64_t)factor;
#endif
}

/// Upper and lower halves of the 64-bit products with a constant.
PRATTLE_INLINE void multiplyHalves(Unsigned a, uint32_t factor, Unsigned& high, Unsigned& low) {
#if defined(__wasm_simd128__)
  const v128_t factors = wasm_i32x4_splat((int32_t)factor);
  const v128_t first = wasm_u64x2_extmul_low_u32x4((v128_t)a, factors), second = wasm_u64x2_extmul_high_u32x4((v128_t)a, factors);
  high = (Unsigned)wasm_i32x4_shuffle(first, second, 1, 3, 5, 7);
  low = (Unsigned)wasm_i32x4_shuffle(first, second, 0, 2, 4, 6);
#else
  Wide even = multiplyWide((Wide)a, factor), odd = multiplyWide((Wide)a >> 32, factor);
  high = (Unsigned)((even >> 32) | (odd & 0xffffffff00000000u));
  low = (Unsigned)((even & 0xffffffffu) | (odd << 32));
#endif
}

/// Ten rounds of Philox 4x32 on kWidth counters; 1/(1 - rate) where the element stays, else 0, for the four words.
static void dropoutFactors(const DropoutKey& key, Unsigned index, Vec (&factors)[4]) {
  Unsigned c0 = index, c1 = Unsigned{} + key.site, c2 = Unsigned{} + key.step, c3 = {};
  uint32_t k0 = key.low, k1 = key.high;
  for (int round = 0; round < 10; round++) {
    Unsigned high0, low0, high1, low1;
    multiplyHalves(c0, 0xd2511f53u, high0, low0);
    multiplyHalves(c2, 0xcd9e8d57u, high1, low1);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  Unsigned words[4] = {c0, c1, c2, c3};
  for (int i = 0; i < 4; i++) factors[i] = (Int)(words[i] >> 8) >= key.threshold ? broadcast(key.keepScale) : Vec{};
}

static void dropout(Runtime& runtime, const Dropout& d) {
  const DropoutKey key = dropoutKey(d.counter, d.site, d.rate);
  constexpr Index kRun = 4 * kWidth;
  Index chunks = freeChunks(runtime, d.size, 16384);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range range = chunkRange(d.size, chunk, chunks, kRun);
    float ordered[kRun];
    for (Index i = range.from; i < range.to; i += kRun) {
      Vec factors[4];
      dropoutFactors(key, (Unsigned)iota() + (uint32_t)(i / 4), factors);
      transposeInto((const float*)factors, kWidth, 4, kWidth, ordered, 4, 4);
      for (Index j = 0; j < smaller(kRun, range.to - i); j += kWidth) {
        Index count = range.to - i - j;
        // By choice, not by product: a dropped infinity is 0.
        Vec factor = load(ordered + j), x = loadUpTo(d.x + i + j, count);
        storeUpTo(d.y + i + j, factor > 0.f ? x * factor : Vec{}, count);
      }
    }
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
