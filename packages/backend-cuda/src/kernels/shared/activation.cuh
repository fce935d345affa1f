// Activations and their derivatives, by ActivationKind; the formulas of the CPU's kernels.
#pragma once
#include "device.cuh"

namespace prattle {

constexpr float kTwoSqrtTwoOverPi = 1.59576912160573071f, kGeluCube = 0.044715f;
constexpr float kSqrtHalf = 0.707106781186547524f, kInverseSqrtTwoPi = 0.398942280401432678f;

PRATTLE_DEVICE float logistic(float x) { return 1.0f / (1.0f + expf(-x)); }

/// The standard normal distribution function: erfc(-x / √2) / 2.
PRATTLE_DEVICE float normalDistribution(float x) { return 0.5f * erfcf(-x * kSqrtHalf); }

PRATTLE_DEVICE float activate(Index kind, float x) {
  switch (kind) {
    case kRelu: return x > 0.0f || x != x ? x : 0.0f;
    case kGelu: return x * normalDistribution(x);
    case kGeluTanh: return x * logistic(kTwoSqrtTwoOverPi * (x + kGeluCube * x * x * x));
    case kTanh: return tanhf(x);
    case kSigmoid: return logistic(x);
    default: return x;
  }
}

/// The derivative; `saved` is the output for relu, tanh and sigmoid, the input for the two gelus.
PRATTLE_DEVICE float activationSlope(Index kind, float saved) {
  switch (kind) {
    case kRelu: return saved > 0.0f ? 1.0f : 0.0f;
    case kGelu: return saved * (kInverseSqrtTwoPi * expf(-0.5f * saved * saved)) + normalDistribution(saved);
    case kGeluTanh: {
      const float square = saved * saved;
      const float s = logistic(kTwoSqrtTwoOverPi * (saved + kGeluCube * saved * square));
      return s + saved * (kTwoSqrtTwoOverPi * (3.0f * kGeluCube * square + 1.0f)) * (s * (1.0f - s));
    }
    case kTanh: return 1.0f - saved * saved;
    case kSigmoid: return saved * (1.0f - saved);
    default: return 1.0f;
  }
}

}  // namespace prattle
