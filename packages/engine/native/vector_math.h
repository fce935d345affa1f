// exp, log, tanh and the normal distribution on vectors, to about 1 to 2 ulp (the harness measures them against double precision).
// NaN comes through all of them. Polynomials are our own minimax fits (Lawson's weighted least squares in double).
#pragma once
#include "simd.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr float kLog2e = 1.44269504088896341f;
constexpr float kLn2High = 0.693145751953125f, kLn2Low = 1.42860682030941723e-6f;

/// exp(x) = scale · (1 + tail): x = n ln 2 + r, scale = 2^n, tail = exp(r) - 1 with |r| ≤ ln(2) / 2.
struct SplitExponential {
  Vec scale, tail;
};

PRATTLE_INLINE SplitExponential splitExponential(Vec x) {
  x = minimum(broadcast(88.3f), maximum(broadcast(-87.3f), x));
  // Adding 1.5 · 2^23 rounds to an integer, which then stands in the low bits: no conversion needed.
  Vec shifted = x * kLog2e + 12582912.f;
  Vec n = shifted - 12582912.f;
  Vec r = x - n * kLn2High;
  r = r - n * kLn2Low;
  Vec q = r * 1.395171927e-3f + 8.369598211e-3f;
  q = q * r + 4.166618726e-2f;
  q = q * r + 1.666651289e-1f;
  q = q * r + 5.000000101e-1f;
  return {fromBits((bits(shifted) + 127) << 23), q * (r * r) + r};
}

/// e^x, clamped to [e^-87.3, e^88.3].
PRATTLE_INLINE Vec exponential(Vec x) {
  SplitExponential e = splitExponential(x);
  return e.scale * e.tail + e.scale;
}

/// tanh(x) = (e^2|x| - 1) / (e^2|x| + 1) with the sign of x; the numerator keeps its relative accuracy near 0.
PRATTLE_COMPACT Vec hyperbolicTangent(Vec x) {
  SplitExponential e = splitExponential(minimum(broadcast(20.f), magnitude(x) * 2.f));
  Vec above = e.scale * e.tail + (e.scale - 1.f);
  return withSign(above / (above + 2.f), x);
}

/// The logistic function 1 / (1 + e^-x).
PRATTLE_COMPACT Vec logistic(Vec x) { return 1.f / (1.f + exponential(-x)); }

struct Normal {
  /// Φ(x) = erfc(-x / √2) / 2 and φ(x) = exp(-x² / 2) / √(2π).
  Vec distribution, density;
};

/// The standard normal distribution, with t = |x| / √2: up to t = 1 from an odd polynomial for erf(t), beyond from the tail
/// erfc(t) = exp(-t²) · p(t), so that one exponential serves both functions; 0 or 1 beyond t = 4.
PRATTLE_INLINE Normal normal(Vec x) {
  Vec t = magnitude(x) * 0.707106781186547524f, u = t * t, e = exponential(-u);
  Vec erf = u * 7.889122798e-5f + -8.020842257e-4f;
  erf = erf * u + 5.189535449e-3f;
  erf = erf * u + -2.685444465e-2f;
  erf = erf * u + 1.128360018e-1f;
  erf = erf * u + -3.761262714e-1f;
  erf = (erf * u + 1.283791671e-1f) * t + t;
  Vec p = t * -3.888841625e-4f + 6.005125721e-3f;
  p = p * t + -4.099816176e-2f;
  p = p * t + 1.641336047e-1f;
  p = p * t + -4.316794993e-1f;
  p = p * t + 7.925946424e-1f;
  p = p * t + -1.048210525e+0f;
  p = p * t + 9.861272371e-1f;
  Vec tail = t > 4.f ? Vec{} : t > 1.f ? 0.5f * e * p : 0.5f - 0.5f * erf;
  return {x < 0.f ? tail : 1.f - tail, 0.398942280401432678f * e};
}

/// ln(x) for positive, normal x.
PRATTLE_INLINE Vec logarithm(Vec x) {
  // x = 2^n · m with m in [sqrt(1/2), sqrt(2))
  Int offset = bits(x) - 0x3f3504f3;
  Vec n = __builtin_convertvector(offset >> 23, Vec);
  Vec f = fromBits((offset & 0x7fffff) + 0x3f3504f3) - 1.f;
  Vec q = f * 6.915165903e-2f + -1.178970521e-1f;
  q = q * f + 1.187301286e-1f;
  q = q * f + -1.238436842e-1f;
  q = q * f + 1.421865566e-1f;
  q = q * f + -1.666924958e-1f;
  q = q * f + 2.000222670e-1f;
  q = q * f + -2.499998662e-1f;
  q = q * f + 3.333331044e-1f;
  Vec u = f * f;
  Vec tail = q * f * u + n * kLn2Low;
  tail = tail - 0.5f * u;
  return n * kLn2High + (f + tail);
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
