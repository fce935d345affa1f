// Softmax cross-entropy over rows of logits, and its gradient.
//
// loss of a row = log Σ exp(x - max) + (max - x[target]) + smoothing · (x[target] - mean(x)): differences first, so that
// large logits cost no digits. Logits are read once: maximum and sum are carried along together, the sum rescaled where the
// maximum grows. A warp takes a row of up to 1024 logits, a block a wider one. Rows of a vocabulary of odd size begin at any
// address: what lies before the first multiple of 16 bytes and after the last is read float by float.
//
// The loss differs from the CPU's by some 2e-6 of itself, gradients by 1e-5.
#include "cross_entropy_work.h"
#include "shared/double_sum.cuh"
#include "shared/pack.cuh"

using namespace prattle;

constexpr float kLowest = -3.402823466e38f;

/// How many of a row's floats lie before the first address that float4 can be loaded from.
PRATTLE_DEVICE int floatsToQuad(const float* row, int width) { return min((int)(-((uintptr_t)row / sizeof(float)) & 3), width); }

/// body(index, pack) for this thread's packs of a row of which `head` floats lie before the first quad.
template <class Body>
PRATTLE_DEVICE void forEachPackOfRow(const float* x, int width, int head, int thread, int threads, Body&& body) {
  const int quads = (width - head) / 4, tail = head + quads * 4;
  for (int i = thread; i < head; i += threads) body(i, loadPack<1>(x, i));
#pragma unroll 2
  for (int i = thread; i < quads; i += threads) body(head + 4 * i, loadPack<4>(x + head, i));
  for (int i = tail + thread; i < width; i += threads) body(i, loadPack<1>(x, i));
}

/// Σ exp(x - most) so far, and Σ x.
struct Exponentials {
  float most = kLowest, sum = 0.0f, plain = 0.0f;
  template <int kSize>
  PRATTLE_DEVICE void add(const Pack<kSize>& x) {
    float higher = most;
#pragma unroll
    for (int i = 0; i < kSize; i++) higher = fmaxf(higher, x.at[i]);
    sum *= expf(most - higher);
#pragma unroll
    for (int i = 0; i < kSize; i++) {
      sum += expf(x.at[i] - higher);
      plain += x.at[i];
    }
    most = higher;
  }
};

/// One thread's share of the end of a row: its log-sum-exp, and its loss.
PRATTLE_DEVICE void finishRow(const CrossEntropyRows& work, Index row, const Exponentials& all) {
  const CrossEntropy& c = work.command;
  const float* const x = c.logits + row * c.width;
  const float logarithm = logf(all.sum);
  const Index target = c.targets[row];
  c.stats[row] = all.most + logarithm;
  const float at = target >= 0 && target < c.width ? x[target] : NAN;
  const float smoothed = c.labelSmoothing != 0 ? (float)c.labelSmoothing * (at - all.plain / (float)c.width) : 0.0f;
  work.losses[row] = target == c.ignoreIndex ? 0.0f : logarithm + (all.most - at + smoothed);
}

PRATTLE_KERNEL(cross_entropy_narrow, CrossEntropyRows, 256) {
  const int lane = threadIdx.x % kWarp, width = (int)c.command.width;
  for (Index row = globalThread() / kWarp; row < c.command.rows; row += globalThreads() / kWarp) {
    const float* const x = c.command.logits + row * width;
    Exponentials own, all;
    forEachPackOfRow(x, width, floatsToQuad(x, width), lane, kWarp, [&](int, const auto& pack) { own.add(pack); });
    all.most = warpMaximum(own.most);
    all.sum = warpSum(own.sum * expf(own.most - all.most));
    all.plain = warpSum(own.plain);
    if (lane == 0) finishRow(c, row, all);
  }
}

PRATTLE_KERNEL(cross_entropy_wide, CrossEntropyRows, 512) {
  __shared__ float partial[kWarp];
  const int width = (int)c.command.width;
  for (Index row = blockIdx.x; row < c.command.rows; row += gridDim.x) {
    const float* const x = c.command.logits + row * width;
    Exponentials own, all;
    forEachPackOfRow(x, width, floatsToQuad(x, width), threadIdx.x, blockDim.x, [&](int, const auto& pack) { own.add(pack); });
    all.most = blockMaximum(own.most, partial);
    all.sum = blockSum(own.sum * expf(own.most - all.most), partial);
    all.plain = blockSum(own.plain, partial);
    if (threadIdx.x == 0) finishRow(c, row, all);
  }
}

/// The mean of the rows' losses, added up in double precision as on the CPU; one block.
PRATTLE_KERNEL(cross_entropy_mean, CrossEntropyRows, 1024) {
  __shared__ double totals[1024];
  __shared__ float partial[kWarp];
  double total = 0;
  int counted = 0;
  for (Index row = threadIdx.x; row < c.command.rows; row += blockDim.x) {
    total += c.losses[row];
    counted += c.command.targets[row] != c.command.ignoreIndex;
  }
  const float count = blockSum((float)counted, partial);
  total = blockSumInDouble(total, totals);
  if (threadIdx.x > 0) return;
  c.command.stats[c.command.rows] = count;
  *c.command.loss = count > 0.0f ? (float)(total / count) : 0.0f;
}

/// This thread's share of a row of dlogits, which may be the logits.
PRATTLE_DEVICE void gradientOfRow(const CrossEntropyGradient& c, Index row, int thread, int threads) {
  const float* const x = c.logits + row * c.width;
  float* const dx = c.dlogits + row * c.width;
  const float counted = c.stats[c.rows], logSum = c.stats[row];
  const int target = c.targets[row], width = (int)c.width;
  const float scale = counted > 0.0f && target != c.ignoreIndex ? *c.dy / counted : 0.0f;
  const float everywhere = (float)(c.labelSmoothing / (double)c.width), onTarget = (float)(1.0 - c.labelSmoothing) * scale;
  const int ahead = floatsToQuad(x, width), head = ahead == floatsToQuad(dx, width) ? ahead : width;
  forEachPackOfRow(x, width, head, thread, threads, [&](int first, auto pack) {
    constexpr int kSize = sizeof pack / sizeof(float);
#pragma unroll
    for (int i = 0; i < kSize; i++) {
      pack.at[i] = (expf(pack.at[i] - logSum) - everywhere) * scale;
      if (first + i == target) pack.at[i] -= onTarget;
    }
    storePack(dx + first, 0, pack);
  });
}
PRATTLE_KERNEL(cross_entropy_gradient_narrow, CrossEntropyGradient, 256) {
  for (Index row = globalThread() / kWarp; row < c.rows; row += globalThreads() / kWarp) gradientOfRow(c, row, threadIdx.x % kWarp, kWarp);
}
PRATTLE_KERNEL(cross_entropy_gradient_wide, CrossEntropyGradient, 512) {
  for (Index row = blockIdx.x; row < c.rows; row += gridDim.x) gradientOfRow(c, row, threadIdx.x, blockDim.x);
}
