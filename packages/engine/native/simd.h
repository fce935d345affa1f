// Vectors of floats on GCC's and Clang's vector extensions: width kWidth, the register tile of the matrix product, and
// the few operations that the extensions lack. Every use of an intrinsic has a plain fallback beside it.
#pragma once
#include "runtime.h"

#if defined(__AVX512F__) || defined(__AVX2__) || defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#elif defined(__wasm_simd128__)
#include <wasm_simd128.h>
#endif

#if defined(__clang__)
#define PRATTLE_UNROLL _Pragma("clang loop unroll(full)")
#else
#define PRATTLE_UNROLL _Pragma("GCC unroll 16")
#endif

/// In WebAssembly a page has to load the code: PRATTLE_COMPACT functions are there once, natively they are inline; and
/// where kCompact says so, what is rarely run takes a general path instead of one of its own.
#if defined(__wasm_simd128__)
#define PRATTLE_COMPACT static __attribute__((noinline))
#else
#define PRATTLE_COMPACT PRATTLE_INLINE
#endif

namespace prattle {
namespace PRATTLE_ISA {

// kTileRows × kTileVectors accumulators, one vector of b each and one broadcast of a have to fit the registers:
// 32 on AVX-512 and NEON, 16 on AVX2 and SSE2. In WebAssembly V8 spills where they and the rows are more than 14 together,
// which leaves 4 × 2 and 2 × 4; 2 × 4 loads less (34 instead of 31 GFLOP/s on k = 64).
#if defined(__AVX512F__)
constexpr int kWidth = 16, kTileRows = 12, kTileVectors = 2;
#elif defined(__AVX2__)
constexpr int kWidth = 8, kTileRows = 6, kTileVectors = 2;
#elif defined(__ARM_NEON)
constexpr int kWidth = 4, kTileRows = 8, kTileVectors = 2;
#elif defined(__wasm_simd128__)
constexpr int kWidth = 4, kTileRows = 2, kTileVectors = 4;
#else
constexpr int kWidth = 4, kTileRows = 4, kTileVectors = 2;
#endif
constexpr int kPanel = kTileVectors * kWidth;
#if defined(__wasm_simd128__)
constexpr bool kCompact = true;
#else
constexpr bool kCompact = false;
#endif

typedef float Vec __attribute__((vector_size(kWidth * 4)));
typedef float UnalignedVec __attribute__((vector_size(kWidth * 4), aligned(4), may_alias));
typedef int32_t Int __attribute__((vector_size(kWidth * 4)));
typedef int32_t UnalignedInt __attribute__((vector_size(kWidth * 4), aligned(4), may_alias));
typedef uint32_t Unsigned __attribute__((vector_size(kWidth * 4)));

PRATTLE_INLINE Vec load(const float* p) { return *(const UnalignedVec*)p; }
PRATTLE_INLINE void store(float* p, Vec v) { *(UnalignedVec*)p = v; }
PRATTLE_INLINE Vec broadcast(float x) { return x - Vec{}; }
PRATTLE_INLINE Int broadcastInt(int32_t x) { return x - Int{}; }
/// a · b + c, rounded once where there is an instruction for that. Natively the compiler makes it of any product and sum;
/// for WebAssembly it has to be asked.
PRATTLE_INLINE Vec multiplyAdd(Vec a, Vec b, Vec c) {
#if defined(__wasm_relaxed_simd__)
  return (Vec)__builtin_wasm_relaxed_madd_f32x4(a, b, c);
#else
  return a * b + c;
#endif
}

PRATTLE_INLINE Int bits(Vec v) { return (Int)v; }
PRATTLE_INLINE Vec fromBits(Int v) { return (Vec)v; }

PRATTLE_INLINE Int iota() {
  Int v = {};
  for (int i = 0; i < kWidth; i++) v[i] = i;
  return v;
}

/// The first `count` (1 … kWidth) elements; the others are 0 and are not read from memory.
PRATTLE_COMPACT Vec loadPart(const float* p, int count) {
#if defined(__AVX512F__)
  return (Vec)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
#elif defined(__AVX2__)
  return (Vec)_mm256_maskload_ps(p, (__m256i)(iota() < count));
#elif defined(__wasm_simd128__)
  if (count >= kWidth) return load(p);
  if (count == 1) return (Vec)wasm_v128_load32_zero(p);
  const v128_t two = wasm_v128_load64_zero(p);
  return (Vec)(count == 2 ? two : wasm_v128_load32_lane(p + 2, two, 2));
#else
  Vec v = {};
  for (int i = 0; i < count; i++) v[i] = p[i];
  return v;
#endif
}

PRATTLE_COMPACT void storePart(float* p, Vec v, int count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
#elif defined(__AVX2__)
  _mm256_maskstore_ps(p, (__m256i)(iota() < count), (__m256)v);
#elif defined(__wasm_simd128__)
  if (count >= kWidth) return store(p, v);
  wasm_v128_store32_lane(p, (v128_t)v, 0);
  if (count > 1) wasm_v128_store32_lane(p + 1, (v128_t)v, 1);
  if (count > 2) wasm_v128_store32_lane(p + 2, (v128_t)v, 2);
#else
  for (int i = 0; i < count; i++) p[i] = v[i];
#endif
}

/// As loadPart and storePart, where all kWidth elements may be there.
PRATTLE_INLINE Vec loadUpTo(const float* p, Index count) { return count >= kWidth ? load(p) : loadPart(p, (int)count); }
PRATTLE_INLINE void storeUpTo(float* p, Vec v, Index count) {
  if (count >= kWidth) store(p, v);
  else storePart(p, v, (int)count);
}

/// a > b ? a : b, so that a NaN in b comes through.
PRATTLE_INLINE Vec maximum(Vec a, Vec b) {
#if defined(__AVX512F__)
  return (Vec)_mm512_max_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
  return (Vec)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
  return (Vec)_mm_max_ps((__m128)a, (__m128)b);
#elif defined(__wasm_simd128__)
  return (Vec)wasm_f32x4_pmax((v128_t)b, (v128_t)a);
#else
  return a > b ? a : b;
#endif
}

/// a < b ? a : b, so that a NaN in b comes through.
PRATTLE_INLINE Vec minimum(Vec a, Vec b) {
#if defined(__AVX512F__)
  return (Vec)_mm512_min_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
  return (Vec)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
  return (Vec)_mm_min_ps((__m128)a, (__m128)b);
#elif defined(__wasm_simd128__)
  return (Vec)wasm_f32x4_pmin((v128_t)b, (v128_t)a);
#else
  return a < b ? a : b;
#endif
}

PRATTLE_INLINE Vec squareRoot(Vec v) {
#if defined(__AVX512F__)
  return (Vec)_mm512_sqrt_ps((__m512)v);
#elif defined(__AVX2__)
  return (Vec)_mm256_sqrt_ps((__m256)v);
#elif defined(__SSE2__)
  return (Vec)_mm_sqrt_ps((__m128)v);
#elif defined(__wasm_simd128__)
  return (Vec)wasm_f32x4_sqrt((v128_t)v);
#else
  for (int i = 0; i < kWidth; i++) v[i] = __builtin_sqrtf(v[i]);
  return v;
#endif
}

PRATTLE_INLINE Vec magnitude(Vec v) { return fromBits(bits(v) & 0x7fffffff); }
PRATTLE_INLINE Vec withSign(Vec size, Vec sign) { return fromBits(bits(size) | (bits(sign) & (int32_t)0x80000000)); }

/// The sum of all elements, in an order that depends on kWidth alone.
PRATTLE_INLINE float sum(Vec v) {
#if defined(__AVX512F__)
  return _mm512_reduce_add_ps((__m512)v);
#elif defined(__wasm_simd128__)
  v += (Vec)wasm_i32x4_shuffle((v128_t)v, (v128_t)v, 2, 3, 2, 3);
  return v[0] + v[1];
#else
  for (int half = kWidth / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) v[i] += v[i + half];
  return v[0];
#endif
}

PRATTLE_INLINE float largest(Vec v) {
#if defined(__AVX512F__)
  return _mm512_reduce_max_ps((__m512)v);
#elif defined(__wasm_simd128__)
  v = maximum((Vec)wasm_i32x4_shuffle((v128_t)v, (v128_t)v, 2, 3, 2, 3), v);
  return v[1] > v[0] ? v[1] : v[0];
#else
  float most = v[0];
  for (int i = 1; i < kWidth; i++) most = v[i] > most ? v[i] : most;
  return most;
#endif
}

PRATTLE_INLINE Index roundUp(Index size, Index multiple) { return (size + multiple - 1) / multiple * multiple; }
PRATTLE_INLINE Index smaller(Index a, Index b) { return a < b ? a : b; }
PRATTLE_INLINE Index larger(Index a, Index b) { return a > b ? a : b; }

}  // namespace PRATTLE_ISA
}  // namespace prattle
