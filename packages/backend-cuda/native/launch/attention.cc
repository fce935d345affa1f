#include <algorithm>

#include "attention_work.h"
#include "launch/launch.h"

namespace prattle::cuda {
namespace {

/// The kernels for one padded head width, and the shared memory that they take, in floats.
struct AttentionKernels {
  int width;
  const char *forward, *decode, *merge, *queries, *keys;
  int forwardShared, decodeShared, queriesShared, keysShared;
};

#define PRATTLE_WIDTH(width)                                                                                            \
  {                                                                                                                     \
    width, "prattle_attention_" #width, "prattle_attention_decode_" #width, "prattle_attention_merge_" #width,          \
        "prattle_attention_queries_" #width, "prattle_attention_keys_" #width, AttentionForwardTile<width>::kShared,    \
        decodeGroups(width) * (width + 2), AttentionQueryTile<width>::kShared, AttentionKeyTile<width>::kShared         \
  }
constexpr AttentionKernels kKernels[] = {PRATTLE_WIDTH(16), PRATTLE_WIDTH(32), PRATTLE_WIDTH(64), PRATTLE_WIDTH(128), PRATTLE_WIDTH(256)};
#undef PRATTLE_WIDTH

const AttentionKernels& kernelsFor(Index headWidth) {
  for (const AttentionKernels& kernels : kKernels)
    if (headWidth <= kernels.width) return kernels;
  throw Failure("internal", "attention with heads of " + std::to_string(headWidth) + " columns; the kernels take 256 at most. Use more heads.");
}

template <class Command>
bool isAligned(const Command& a, std::initializer_list<const float*> pointers) {
  Index all = a.headWidth | a.strideQ | a.strideK | a.strideV | a.batchQ | a.batchK | a.batchV;
  for (const float* pointer : pointers) all |= (Index)((uintptr_t)pointer / sizeof(float));
  return all % 4 == 0;
}

size_t bytes(int floats) { return (size_t)floats * sizeof(float); }

/// Few queries would leave most of a tile empty, and most of the device without a block.
constexpr Index kDecodeQueries = 4, kDecodeKeys = 128;

void decode(Device& device, const Attention& a, const AttentionKernels& kernels, bool aligned) {
  constexpr Index kBlocksPerMultiprocessor = 4;
  const Index rows = a.batch * a.heads * a.queryTime;
  const Index wanted = divideUp(kBlocksPerMultiprocessor * device.facts.multiprocessors, rows);
  const Index most = std::min(wanted, std::max<Index>(1, a.keyTime / kDecodeKeys));
  const Index keysPerShare = divideUp(std::max<Index>(1, a.keyTime), most), shares = std::max<Index>(1, divideUp(a.keyTime, keysPerShare));
  float* const partials = shares > 1 ? device.scratch(0, rows * shares * (kernels.width + 2)) : nullptr;
  const AttentionDecodeArguments arguments{a, aligned, shares, keysPerShare, partials};
  device.launch(kernels.decode, {(unsigned)(rows * shares)}, kAttentionThreads, arguments, bytes(kernels.decodeShared));
  if (shares > 1) device.launch(kernels.merge, {(unsigned)rows}, kAttentionThreads, arguments);
}

/// One block for every tile of rows of every head.
template <template <int> class Tile>
Grid gridOf(Index jobs, Index rows, int width) {
  const int tile = width <= 64 ? Tile<64>::kRows : width == 128 ? Tile<128>::kRows : Tile<256>::kRows;
  return {(unsigned)(jobs * divideUp(rows, tile))};
}

}  // namespace

void run(Device& device, const Attention& a) {
  if (a.batch * a.heads * a.queryTime * a.headWidth == 0) return;
  const AttentionKernels& kernels = kernelsFor(a.headWidth);
  const bool aligned = isAligned(a, {a.y, a.q, a.k, a.v});
  if (a.queryTime <= kDecodeQueries && !(a.dropout > 0)) return decode(device, a, kernels, aligned);
  device.launch(kernels.forward, gridOf<AttentionForwardTile>(a.batch * a.heads, a.queryTime, kernels.width), kAttentionThreads,
                AttentionArguments{a, dropoutRule(a.site, a.dropout), aligned}, bytes(kernels.forwardShared));
}

void run(Device& device, const AttentionGradient& a) {
  if (a.batch * a.heads * a.headWidth == 0) return;
  const AttentionKernels& kernels = kernelsFor(a.headWidth);
  const Index heads = a.batch * a.heads, keyHeads = a.batch * a.keyHeads;
  const AttentionGradientArguments arguments{a, dropoutRule(a.site, a.dropout), isAligned(a, {a.dq, a.dk, a.dv, a.dy, a.q, a.k, a.v}),
                                             device.scratch(0, heads * a.queryTime)};
  if (a.queryTime > 0)
    device.launch(kernels.queries, gridOf<AttentionQueryTile>(heads, a.queryTime, kernels.width), kAttentionThreads, arguments,
                  bytes(kernels.queriesShared));
  if (a.keyTime > 0)
    device.launch(kernels.keys, gridOf<AttentionKeyTile>(keyHeads, a.keyTime, kernels.width), kAttentionThreads, arguments,
                  bytes(kernels.keysShared));
}

}  // namespace prattle::cuda
