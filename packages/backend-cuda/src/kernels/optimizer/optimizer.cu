// Optimiser steps in place over all parameters at once, and the norm that clipping needs.
//
// One launch works on as many tensors as its parameters can name, a block on a piece of one. Bound by memory. Everything in
// float32 in PyTorch's order of operations, with true square roots and divisions, as on the CPU; only the norm's partial
// sums are added up in double precision. Products and sums are contracted, so that a step differs from the CPU's by some 1e-6.
#include "shared/double_sum.cuh"
#include "optimizer_work.h"
#include "shared/pack.cuh"

using namespace prattle;

/// The tensor that this block works on.
template <class List>
PRATTLE_DEVICE const auto& tensorOfBlock(const List& list) {
  int from = 0, to = list.count;
  while (to - from > 1) {
    const int middle = (from + to) / 2;
    (list.tensors[middle].firstPiece <= (int)blockIdx.x ? from : to) = middle;
  }
  return list.tensors[from];
}

/// body(first element, PackSize) for this thread's share of the block's piece of a tensor, in fours where `quads`.
template <int kPiece, class Tensor, class Body>
PRATTLE_DEVICE void forEachOfPiece(const Tensor& tensor, bool quads, Body&& body) {
  const Index start = (Index)((int)blockIdx.x - tensor.firstPiece) * kPiece, end = min(start + kPiece, tensor.size);
  const Index last = quads ? end - end % 4 : start;
  for (Index i = start + 4 * (int)threadIdx.x; i < last; i += 4 * (int)blockDim.x) body(i, PackSize<4>());
  for (Index i = last + (int)threadIdx.x; i < end; i += (int)blockDim.x) body(i, PackSize<1>());
}

PRATTLE_KERNEL(norm_pieces, NormList, 256) {
  __shared__ float partial[kWarp];
  const NormTensor& tensor = tensorOfBlock(c);
  float total = 0.0f;
  forEachOfPiece<kNormPiece>(tensor, alignedToQuads(tensor.gradient), [&](Index i, auto size) {
    const Pack<size.size> gradient = loadPack<size.size>(tensor.gradient + i, 0);
#pragma unroll
    for (int j = 0; j < size.size; j++) total += gradient.at[j] * gradient.at[j];
  });
  total = blockSum(total, partial);
  if (threadIdx.x == 0) c.shared.partial[blockIdx.x] = total;
}

/// One block.
PRATTLE_KERNEL(norm_total, NormTotal, 1024) {
  __shared__ double room[1024];
  double total = 0;
  for (Index i = threadIdx.x; i < c.count; i += blockDim.x) total += c.partial[i];
  total = blockSumInDouble(total, room);
  if (threadIdx.x == 0) *c.norm = (float)sqrt(total);
}

/// min(1, largest / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_; NaN stays NaN.
PRATTLE_DEVICE float clipFactor(const float* norm, float most) {
  if (!norm || most <= 0.0f) return 1.0f;
  const float factor = most / (*norm + 1e-6f);
  return factor > 1.0f ? 1.0f : factor;
}

PRATTLE_KERNEL(adam_step, AdamList, 256) {
  const float* const hyper = c.shared.hyper;
  const float rate = hyper[0], beta1 = hyper[1], beta2 = hyper[2], epsilon = hyper[3], decay = hyper[4];
  const float step = rate / hyper[5], rootCorrection2 = sqrtf(hyper[6]), clip = clipFactor(c.shared.norm, hyper[7]);
  const float rest1 = 1.0f - beta1, rest2 = 1.0f - beta2;
  const AdamTensor& tensor = tensorOfBlock(c);
  const bool decoupled = c.shared.variant;
  const float shrink = tensor.decays && decoupled ? 1.0f - rate * decay : 1.0f, pull = tensor.decays && !decoupled ? decay : 0.0f;
  const bool quads = alignedToQuads(tensor.parameter) && alignedToQuads(tensor.gradient) && alignedToQuads(tensor.first) &&
                     alignedToQuads(tensor.second);
  forEachOfPiece<kStepPiece>(tensor, quads, [&](Index i, auto size) {
    constexpr int kSize = size.size;
    Pack<kSize> weight = loadPack<kSize>(tensor.parameter + i, 0), first = loadPack<kSize>(tensor.first + i, 0);
    Pack<kSize> second = loadPack<kSize>(tensor.second + i, 0);
    const Pack<kSize> plain = loadPack<kSize>(tensor.gradient + i, 0);
#pragma unroll
    for (int j = 0; j < kSize; j++) {
      const float shrunk = weight.at[j] * shrink, gradient = plain.at[j] * clip + shrunk * pull;
      first.at[j] = first.at[j] * beta1 + gradient * rest1;
      second.at[j] = second.at[j] * beta2 + gradient * gradient * rest2;
      weight.at[j] = shrunk - step * (first.at[j] / (sqrtf(second.at[j]) / rootCorrection2 + epsilon));
    }
    storePack(tensor.first + i, 0, first);
    storePack(tensor.second + i, 0, second);
    storePack(tensor.parameter + i, 0, weight);
  });
}

PRATTLE_KERNEL(sgd_step, SgdList, 256) {
  const float* const hyper = c.shared.hyper;
  const float rate = hyper[0], momentum = hyper[1], fresh = 1.0f - hyper[2], decay = hyper[4];
  const float clip = clipFactor(c.shared.norm, hyper[7]);
  const bool isFirst = hyper[5] != 0.0f;
  const SgdTensor& tensor = tensorOfBlock(c);
  const float pull = tensor.decays ? decay : 0.0f;
  const bool moves = tensor.momentum && momentum != 0.0f;
  const bool quads = alignedToQuads(tensor.parameter) && alignedToQuads(tensor.gradient) && alignedToQuads(tensor.momentum);
  forEachOfPiece<kStepPiece>(tensor, quads, [&](Index i, auto size) {
    constexpr int kSize = size.size;
    Pack<kSize> weight = loadPack<kSize>(tensor.parameter + i, 0);
    const Pack<kSize> plain = loadPack<kSize>(tensor.gradient + i, 0);
    Pack<kSize> velocity = moves && !isFirst ? loadPack<kSize>(tensor.momentum + i, 0) : filledPack<kSize>(0.0f);
#pragma unroll
    for (int j = 0; j < kSize; j++) {
      float gradient = plain.at[j] * clip + weight.at[j] * pull;
      velocity.at[j] = isFirst ? gradient : velocity.at[j] * momentum + gradient * fresh;
      if (moves) gradient = c.shared.variant ? gradient + velocity.at[j] * momentum : velocity.at[j];
      weight.at[j] -= rate * gradient;
    }
    if (moves) storePack(tensor.momentum + i, 0, velocity);
    storePack(tensor.parameter + i, 0, weight);
  });
}
