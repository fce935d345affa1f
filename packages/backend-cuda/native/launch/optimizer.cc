#include "optimizer/optimizer_work.h"

#include "launch/launch.h"

namespace prattle::cuda {
namespace {

/// Fills lists with the command's tensors and calls launch(list, its blocks) for each.
template <class List, class Command, class Describe, class Launch>
void forEachList(const Command& command, List list, Index piece, Describe&& describe, Launch&& launch) {
  Index pieces = 0;
  list.count = 0;
  const auto flush = [&] {
    if (list.count > 0) launch(list, pieces);
    list.count = 0;
    pieces = 0;
  };
  for (Index t = 0; t < command.count; t++) {
    const auto group = command.group(t);
    if (group.size <= 0) continue;
    list.tensors[list.count++] = describe(group, (int)pieces);
    pieces += divideUp(group.size, piece);
    if (list.count == List::kMost) flush();
  }
  flush();
}

}  // namespace

void run(Device& device, const GlobalNorm& c) {
  constexpr int kTotalThreads = 1024;
  Index pieces = 0;
  for (Index t = 0; t < c.count; t++) pieces += divideUp(c.group(t).size, kNormPiece);
  float* const partial = device.scratch(0, pieces);
  NormList list{};
  list.shared.partial = partial;
  const auto describe = [](const GlobalNormGroup& g, int firstPiece) { return NormTensor{g.gradient, g.size, firstPiece}; };
  Index done = 0;
  forEachList(c, list, kNormPiece, describe, [&](NormList& part, Index blocks) {
    part.shared.partial = partial + done;
    device.launch("prattle_norm_pieces", {(unsigned)blocks}, kThreads, part);
    done += blocks;
  });
  device.launch("prattle_norm_total", {1}, kTotalThreads, NormTotal{c.norm, partial, pieces});
}

void run(Device& device, const AdamStep& c) {
  AdamList list{};
  list.shared = {c.hyper, c.norm, c.decoupled != 0};
  const auto describe = [](const AdamStepGroup& g, int firstPiece) {
    return AdamTensor{g.parameter, g.gradient, g.first, g.second, g.size, firstPiece, g.decays != 0};
  };
  forEachList(c, list, kStepPiece, describe,
              [&](const AdamList& part, Index blocks) { device.launch("prattle_adam_step", {(unsigned)blocks}, kThreads, part); });
}

void run(Device& device, const SgdStep& c) {
  SgdList list{};
  list.shared = {c.hyper, c.norm, c.nesterov != 0};
  const auto describe = [](const SgdStepGroup& g, int firstPiece) {
    return SgdTensor{g.parameter, g.gradient, g.momentum, g.size, firstPiece, g.decays != 0};
  };
  forEachList(c, list, kStepPiece, describe,
              [&](const SgdList& part, Index blocks) { device.launch("prattle_sgd_step", {(unsigned)blocks}, kThreads, part); });
}

}  // namespace prattle::cuda
