#include <algorithm>

#include "attention/attention_tensor_work.h"
#include "launch/launch.h"
#include "launch/quads.h"

namespace prattle::cuda {
namespace {

/// A kernel for attention: the rows that a block takes (where that matters), and its shared memory in words.
struct AttentionKernel {
  const char* name;
  int rows, words;
};

/// The kernels of one arithmetic for one padded head width.
struct AttentionKernels {
  int width;
  AttentionKernel forward, queries, keys;
};

struct DecodeKernels {
  int width;
  AttentionKernel decode, merge;
};

#define PRATTLE_FLOAT32(width)                                                                                       \
  {                                                                                                                  \
    width, {"prattle_attention_" #width, AttentionForwardTile<width>::kRows, AttentionForwardTile<width>::kShared},  \
        {"prattle_attention_queries_" #width, AttentionQueryTile<width>::kRows, AttentionQueryTile<width>::kShared}, \
        {"prattle_attention_keys_" #width, AttentionKeyTile<width>::kRows, AttentionKeyTile<width>::kShared}         \
  }
#define PRATTLE_TENSOR(name, Operand, width)                                                                              \
  {                                                                                                                       \
    width, {"prattle_attention_" #name "_" #width, kTensorRows, TensorForwardTile<Operand, width>::kShared},              \
        {"prattle_attention_queries_" #name "_" #width, kTensorRows, TensorGradientTile<Operand, width>::kSharedQueries}, \
        {"prattle_attention_keys_" #name "_" #width, kTensorRows, TensorGradientTile<Operand, width>::kSharedKeys}        \
  }
#define PRATTLE_DECODE(width)                                                                                    \
  {                                                                                                              \
    width, {"prattle_attention_decode_" #width, 1, decodeGroups(width) * (width + 2)},                           \
        {"prattle_attention_merge_" #width, 1, 0}                                                                \
  }
constexpr AttentionKernels kFloat32Kernels[] = {PRATTLE_FLOAT32(16), PRATTLE_FLOAT32(32), PRATTLE_FLOAT32(64), PRATTLE_FLOAT32(128),
                                                PRATTLE_FLOAT32(256)};
constexpr AttentionKernels kTf32Kernels[] = {PRATTLE_TENSOR(tf32, Tf32, 16), PRATTLE_TENSOR(tf32, Tf32, 32), PRATTLE_TENSOR(tf32, Tf32, 64),
                                             PRATTLE_TENSOR(tf32, Tf32, 128)};
constexpr AttentionKernels kBf16Kernels[] = {PRATTLE_TENSOR(bf16, Bf16, 16), PRATTLE_TENSOR(bf16, Bf16, 32), PRATTLE_TENSOR(bf16, Bf16, 64),
                                             PRATTLE_TENSOR(bf16, Bf16, 128)};
constexpr DecodeKernels kDecodeKernels[] = {PRATTLE_DECODE(16), PRATTLE_DECODE(32), PRATTLE_DECODE(64), PRATTLE_DECODE(128),
                                            PRATTLE_DECODE(256)};
#undef PRATTLE_FLOAT32
#undef PRATTLE_TENSOR
#undef PRATTLE_DECODE

/// The narrowest that a head fits.
template <class Kernels, size_t count>
const Kernels& fitting(const Kernels (&all)[count], Index headWidth) {
  for (const Kernels& kernels : all)
    if (headWidth <= kernels.width) return kernels;
  throw Failure("internal", "attention's kernels take heads of 256 columns at most, not " + std::to_string(headWidth) + "; use more heads");
}

/// By tensor cores where they are asked for and there, and heads are not too wide.
const AttentionKernels& kernelsFor(const Device& device, Index headWidth) {
  constexpr int kFirstWithTensorCores = 8;
  const bool tensorCores = device.facts.major >= kFirstWithTensorCores && headWidth <= kTensorWidth;
  switch (tensorCores ? device.precision : Precision::kFloat32) {
    case Precision::kTf32: return fitting(kTf32Kernels, headWidth);
    case Precision::kBf16: return fitting(kBf16Kernels, headWidth);
    default: return fitting(kFloat32Kernels, headWidth);
  }
}

/// One block for every tile of `rows` of every head.
template <class Arguments>
void launchTiles(Device& device, const AttentionKernel& kernel, Index heads, Index rows, const Arguments& arguments) {
  const Index blocks = heads * divideUp(rows, kernel.rows);
  if (blocks > 0) device.launch(kernel.name, {(unsigned)blocks}, kAttentionThreads, arguments, (size_t)kernel.words * sizeof(float));
}

/// Whether q, k, v and what is laid out as they are can be read in fours.
template <class Command>
bool inputQuads(const Command& a) {
  return atQuads(a.q, a.k, a.v) && inQuads(a.headWidth, a.strideQ, a.strideK, a.strideV, a.batchQ, a.batchK, a.batchV);
}

/// Few queries would leave most of a tile empty, and most of the device without a block.
constexpr Index kDecodeQueries = 4;

void decode(Device& device, const Attention& a, bool aligned) {
  constexpr Index kBlocksPerMultiprocessor = 4, kLeastKeys = 128;
  const DecodeKernels& kernels = fitting(kDecodeKernels, a.headWidth);
  const Index rows = a.batch * a.heads * a.queryTime, keys = std::max<Index>(1, a.keyTime);
  if (rows == 0) return;
  const Index wanted = divideUp(kBlocksPerMultiprocessor * device.facts.multiprocessors, rows);
  const Index keysPerShare = divideUp(keys, std::min(wanted, divideUp(keys, kLeastKeys))), shares = divideUp(keys, keysPerShare);
  float* const partials = shares > 1 ? device.scratch(0, rows * shares * (kernels.width + 2)) : nullptr;
  const AttentionDecodeArguments arguments{a, aligned, shares, keysPerShare, partials};
  launchTiles(device, kernels.decode, rows, shares, arguments);
  if (shares > 1) launchTiles(device, kernels.merge, rows, 1, arguments);
}

}  // namespace

void run(Device& device, const Attention& a) {
  const bool aligned = atQuads(a.y) && inputQuads(a);
  if (a.queryTime <= kDecodeQueries && !(a.dropout > 0)) return decode(device, a, aligned);
  launchTiles(device, kernelsFor(device, a.headWidth).forward, a.batch * a.heads, a.queryTime,
              AttentionArguments{a, dropoutRule(a.site, a.dropout), aligned});
}

void run(Device& device, const AttentionGradient& a) {
  const AttentionKernels& kernels = kernelsFor(device, a.headWidth);
  const Index heads = a.batch * a.heads;
  const bool aligned = atQuads(a.dq, a.dk, a.dv, a.dy, a.y) && inputQuads(a);
  const AttentionGradientArguments arguments{a, dropoutRule(a.site, a.dropout), aligned, device.scratch(0, heads * a.queryTime)};
  launchTiles(device, kernels.queries, heads, a.queryTime, arguments);
  launchTiles(device, kernels.keys, a.batch * a.keyHeads, a.keyTime, arguments);
}

}  // namespace prattle::cuda
