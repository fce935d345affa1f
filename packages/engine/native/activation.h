// Activations and their derivatives, by ActivationKind.
#pragma once
#include "operations.h"
#include "vector_math.h"

namespace prattle {
namespace PRATTLE_ISA {

// gelu-tanh is written with the logistic function: (1 + tanh(u)) / 2 = 1 / (1 + exp(-2u)), so that
// gelu-tanh(x) = x / (1 + exp(-2u)), u = √(2/π) (x + 0.044715 x³).
constexpr float kTwoSqrtTwoOverPi = 1.59576912160573071f, kGeluCube = 0.044715f;

PRATTLE_COMPACT Vec activate(Index kind, Vec x) {
  switch (kind) {
    case kRelu: return maximum(Vec{}, x);
    case kGelu: return x * normal(x).distribution;
    case kGeluTanh: return x / (1.f + exponential(-kTwoSqrtTwoOverPi * (x + kGeluCube * x * x * x)));
    case kTanh: return hyperbolicTangent(x);
    case kSigmoid: return logistic(x);
    default: return x;
  }
}

/// The derivative; `saved` is the output for relu, tanh and sigmoid, the input for the two gelus.
PRATTLE_COMPACT Vec activationSlope(Index kind, Vec saved) {
  switch (kind) {
    case kRelu: return saved > 0.f ? broadcast(1.f) : Vec{};
    case kGelu: {
      Normal n = normal(saved);
      return saved * n.density + n.distribution;
    }
    case kGeluTanh: {
      Vec square = saved * saved, twice = kTwoSqrtTwoOverPi * (saved + kGeluCube * saved * square);
      Vec e = exponential(-magnitude(twice)), inverse = 1.f / (1.f + e), small = e * inverse;
      Vec slope = kTwoSqrtTwoOverPi * (3.f * kGeluCube * square + 1.f);
      return (twice < 0.f ? small : inverse) + saved * slope * (small * inverse);
    }
    case kTanh: return 1.f - saved * saved;
    case kSigmoid: return saved * (1.f - saved);
    default: return broadcast(1.f);
  }
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
