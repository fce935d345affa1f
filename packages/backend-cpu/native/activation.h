// Activations and their derivatives, by ActivationKind.
#pragma once
#include "operations.h"
#include "vector_math.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr float kSqrtHalf = 0.707106781186547524f;
constexpr float kSqrtTwoOverPi = 0.797884560802865356f, kGeluCube = 0.044715f;

PRATTLE_INLINE Vec activate(Index kind, Vec x) {
  switch (kind) {
    case kRelu: return maximum(Vec{}, x);
    case kGelu: return 0.5f * x * (1.f + errorFunction(x * kSqrtHalf));
    case kGeluTanh: return 0.5f * x * (1.f + hyperbolicTangent(kSqrtTwoOverPi * (x + kGeluCube * x * x * x)));
    case kTanh: return hyperbolicTangent(x);
    default: return x;
  }
}

/// The derivative; `saved` is the output for relu and tanh, the input for the two gelus.
PRATTLE_INLINE Vec activationSlope(Index kind, Vec saved) {
  switch (kind) {
    case kRelu: return saved > 0.f ? broadcast(1.f) : Vec{};
    case kGelu: {
      Vec density = 0.398942280401432678f * exponential(saved * saved * -0.5f);
      return saved * density + (0.5f * errorFunction(saved * kSqrtHalf) + 0.5f);
    }
    case kGeluTanh: {
      Vec square = saved * saved;
      Vec t = hyperbolicTangent(kSqrtTwoOverPi * (saved + kGeluCube * saved * square));
      Vec inner = kSqrtTwoOverPi * (3.f * kGeluCube * square + 1.f);
      return 0.5f * (1.f + t) + 0.5f * saved * ((1.f - t * t) * inner);
    }
    case kTanh: return 1.f - saved * saved;
    default: return broadcast(1.f);
  }
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
