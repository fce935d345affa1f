// Products of small matrices by the tensor cores: one instruction for a warp (PTX ISA, "Matrix multiply-accumulate
// operation using mma instruction"). Sums are float32.
//
// A warp's lanes share the matrices; lane l has group g = l / 4 and place t = l % 4:
//   d, c (16 × 8):  [0] row g, column 2t   [1] row g, column 2t + 1   [2], [3] the same of row g + 8
//   TF32 (k = 8):   a [0] row g, k = t   [1] row g + 8   [2] row g, k = t + 4   [3] row g + 8, k = t + 4
//                   b [0] k = t, column g   [1] k = t + 4
//   bf16 (k = 16):  a [0] row g, k = 2t, 2t + 1   [1] row g + 8   [2], [3] the same of k + 8
//                   b [0] k = 2t, 2t + 1, column g   [1] k + 8
// where two bf16 are packed in a word, the one of the lower k in the lower half.
//
// Devices before sm_80 have neither: launchers take the float32 kernels there.
#pragma once
#include "device.cuh"

namespace prattle {

/// The nearest TF32 (10 bits of fraction; ties away from zero, as the hardware's conversion), as the bits of a float.
PRATTLE_DEVICE unsigned toTf32(float x) {
#if defined(__CUDA_ARCH__)
#if __CUDA_ARCH__ >= 800
  unsigned bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
  return bits;
#else
  return __float_as_uint(x);
#endif
#else
  const unsigned bits = __float_as_uint(x);
  return (bits & 0x7f800000u) == 0x7f800000u ? bits : (bits + 0x1000u) & 0xffffe000u;
#endif
}

/// Two floats as the nearest bf16 (ties to even), `low` in the lower half.
PRATTLE_DEVICE unsigned toBf16Pair(float low, float high) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  unsigned bits;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(bits) : "f"(high), "f"(low));
  return bits;
#else
  const auto round = [](float x) {
    const unsigned bits = __float_as_uint(x);
    return x != x ? 0x7fffu : (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  };
  return round(low) | (round(high) << 16);
#endif
}

#if !defined(__CUDACC__)
namespace emulated {

/// What a lane gives to a product.
struct Operands {
  unsigned a[4], b[2];
};

/// d += a · b over kDepth terms, kPerWord of them in a word; `valueOf(word, i)` is the i-th of its values. Four words of a row
/// are on neighbouring lanes, the next four in the lanes' next registers.
template <int kDepth, int kPerWord, class ValueOf>
void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2], ValueOf valueOf) {
  const Operands own = {{a[0], a[1], a[2], a[3]}, {b[0], b[1]}};
  uint64_t* const mailbox = emulator::mailbox();
  mailbox[emulator::lane()] = reinterpret_cast<uintptr_t>(&own);
  emulator::warpBarrier();
  const auto operandsOf = [mailbox](int lane) -> const Operands& { return *reinterpret_cast<const Operands*>((uintptr_t)mailbox[lane]); };
  const int row = emulator::lane() / 4, place = emulator::lane() % 4;
  for (int i = 0; i < 4; i++) {
    const int column = 2 * place + i % 2, lower = i / 2;
    for (int k = 0; k < kDepth; k++) {
      const int word = k / kPerWord, lane = word % 4, half = word / 4;
      d[i] += valueOf(operandsOf(row * 4 + lane).a[lower + 2 * half], k % kPerWord) * valueOf(operandsOf(column * 4 + lane).b[half], k % kPerWord);
    }
  }
  emulator::warpBarrier();  // until then the others read from here
}

}  // namespace emulated
#endif

/// d += a · b for TF32 operands.
PRATTLE_DEVICE void multiplyTf32(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#if defined(__CUDA_ARCH__)
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
#elif !defined(__CUDACC__)
  emulated::multiply<8, 1>(d, a, b, [](unsigned word, int) { return __uint_as_float(word); });
#endif
}

/// d += a · b for pairs of bf16.
PRATTLE_DEVICE void multiplyBf16(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#if defined(__CUDA_ARCH__)
#if __CUDA_ARCH__ >= 800
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
#elif !defined(__CUDACC__)
  emulated::multiply<16, 2>(d, a, b, [](unsigned pair, int upper) { return __uint_as_float(upper ? pair & 0xffff0000u : pair << 16); });
#endif
}

}  // namespace prattle
