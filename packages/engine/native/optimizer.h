// Optimiser steps in place over all parameters at once, and the norm that clipping needs.
//
// Everything in float32 in PyTorch's order of operations, with true square roots and divisions.
#pragma once
#include "operations.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kPiece = 16384;  // elements of one tensor that are worked on at once

/// body(tensor number, first element, one past the last) for all pieces of a list of tensors, in parallel.
/// A piece's number, given too, follows from the sizes alone.
template <class List, class Body>
PRATTLE_INLINE Index forEachPiece(Runtime& runtime, const List& list, Body&& body) {
  Index pieces = 0;
  for (Index t = 0; t < list.count; t++) pieces += (list.group(t).size + kPiece - 1) / kPiece;
  Index chunks = runtime.threads == 1 ? 1 : smaller(pieces, runtime.threads * 8);
  parallelFor(runtime, chunks, [&](Index chunk, int) {
    Range range = chunkRange(pieces, chunk, chunks);
    Index piece = 0;
    for (Index t = 0; t < list.count && piece < range.to; t++) {
      const auto group = list.group(t);
      Index here = (group.size + kPiece - 1) / kPiece;
      for (Index p = larger(0, range.from - piece); p < here && piece + p < range.to; p++)
        body(group, piece + p, p * kPiece, smaller(group.size, (p + 1) * kPiece));
      piece += here;
    }
  });
  return pieces;
}

static void globalNorm(Runtime& runtime, const GlobalNorm& n) {
  Index most = 0;
  for (Index t = 0; t < n.count; t++) most += n.group(t).size / kPiece + 1;
  double* partial = (double*)runtime.scratch(&runtime, kSharedScratch, 2 * most);
  Index pieces = forEachPiece(runtime, n, [&](const GlobalNormGroup& g, Index piece, Index from, Index to) {
    Vec a = {}, b = {};
    Index i = from;
    for (; i + 2 * kWidth <= to; i += 2 * kWidth) {
      Vec x = load(g.gradient + i), y = load(g.gradient + i + kWidth);
      a += x * x;
      b += y * y;
    }
    for (; i < to; i += kWidth) {
      Vec x = loadUpTo(g.gradient + i, to - i);
      a += x * x;
    }
    double total = 0;
    for (int lane = 0; lane < kWidth; lane++) total += (double)a[lane] + (double)b[lane];
    partial[piece] = total;
  });
  double total = 0;
  for (Index piece = 0; piece < pieces; piece++) total += partial[piece];
  *n.norm = (float)__builtin_sqrt(total);
}

/// min(1, largest / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_; NaN stays NaN.
PRATTLE_INLINE float clipFactor(const float* norm, float most) {
  if (!norm || most <= 0) return 1.f;
  float factor = most / (*norm + 1e-6f);
  return factor > 1.f ? 1.f : factor;
}

static void adamStep(Runtime& runtime, const AdamStep& a) {
  const float rate = a.hyper[0], beta1 = a.hyper[1], beta2 = a.hyper[2], epsilon = a.hyper[3], decay = a.hyper[4];
  const float correction1 = a.hyper[5], rootCorrection2 = __builtin_sqrtf(a.hyper[6]), clip = clipFactor(a.norm, a.hyper[7]);
  const float step = rate / correction1, rest1 = 1.f - beta1, rest2 = 1.f - beta2;
  forEachPiece(runtime, a, [&](const AdamStepGroup& g, Index, Index from, Index to) {
    const float shrink = g.decays && a.decoupled ? 1.f - rate * decay : 1.f, pull = g.decays && !a.decoupled ? decay : 0.f;
    for (Index i = from; i < to; i += kWidth) {
      Index count = to - i;
      Vec weight = loadUpTo(g.parameter + i, count) * shrink, gradient = loadUpTo(g.gradient + i, count) * clip + weight * pull;
      Vec first = loadUpTo(g.first + i, count) * beta1 + gradient * rest1;
      Vec second = loadUpTo(g.second + i, count) * beta2 + gradient * gradient * rest2;
      storeUpTo(g.first + i, first, count);
      storeUpTo(g.second + i, second, count);
      storeUpTo(g.parameter + i, weight - step * (first / (squareRoot(second) / rootCorrection2 + epsilon)), count);
    }
  });
}

static void sgdStep(Runtime& runtime, const SgdStep& s) {
  const float rate = s.hyper[0], momentum = s.hyper[1], fresh = 1.f - s.hyper[2], decay = s.hyper[4];
  const float clip = clipFactor(s.norm, s.hyper[7]);
  const bool isFirst = s.hyper[5] != 0;
  forEachPiece(runtime, s, [&](const SgdStepGroup& g, Index, Index from, Index to) {
    const float pull = g.decays ? decay : 0.f;
    for (Index i = from; i < to; i += kWidth) {
      Index count = to - i;
      Vec weight = loadUpTo(g.parameter + i, count), gradient = loadUpTo(g.gradient + i, count) * clip + weight * pull;
      if (g.momentum && momentum != 0) {
        Vec velocity = isFirst ? gradient : loadUpTo(g.momentum + i, count) * momentum + gradient * fresh;
        storeUpTo(g.momentum + i, velocity, count);
        gradient = s.nesterov ? gradient + velocity * momentum : velocity;
      }
      storeUpTo(g.parameter + i, weight - rate * gradient, count);
    }
  });
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
