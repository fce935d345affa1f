#include <initializer_list>

#include "launch/row_work.h"
#include "launch/scan_plan.h"

namespace prattle::cuda {
namespace {

constexpr int kMatrixSlot = 0;

/// The weight as the scan reads it: itself where it is laid out so, else a copy in scratch memory.
const float* matrixOf(Device& device, const ScanShape& shape, const float* weight, Index width) {
  const Index padded = paddedWidth(width), tiles = divideUp(padded, 32);
  if (shape.backward && padded == width && atQuads(weight)) return weight;
  float* matrix = device.scratch(kMatrixSlot, shape.parts * padded * padded);
  const ScanWeight copy{matrix, weight, shape.parts, width};
  if (shape.backward) {
    device.launch("prattle_scan_weight_padded", device.gridFor(shape.parts * padded * padded, kThreads), kThreads, copy);
  } else {
    device.launch("prattle_scan_weight_transposed", {(unsigned)tiles, (unsigned)tiles, (unsigned)shape.parts}, kThreads, copy);
  }
  return matrix;
}

/// A scan's kernel for all steps, and the one for a single step.
struct ScanKernels {
  const char *whole, *step;
};
#define PRATTLE_SCAN_KERNELS(name) \
  ScanKernels { "prattle_" name, "prattle_" name "_step" }

/// `vectors` are where a step finds what the step before left.
template <class Command>
void scan(Device& device, const ScanKernels& kernels, const ScanShape& shape, const Command& command,
          std::initializer_list<const void*> vectors) {
  if (command.batch <= 0 || command.width <= 0) return;
  ScanLaunches launches = planScan(device.facts, shape, {command.batch, command.time, command.width});
  launches.plan.matrix = matrixOf(device, shape, command.weight, command.width);
  launches.plan.aligned = inQuads(command.width);
  for (const void* vector : vectors) launches.plan.aligned &= atQuads(vector);
  const Index steps = command.time * shape.phases + (shape.backward ? 1 : 0);
  const auto launch = [&](const char* kernel, Index first, Index last) {
    launches.plan.first = first;
    launches.plan.last = last;
    device.launch(kernel, launches.grid, launches.threads, ScanArguments<Command>{command, launches.plan}, launches.sharedBytes);
  };
  if (launches.whole) return launch(kernels.whole, 0, steps);
  for (Index step = 0; step < steps; step++) launch(kernels.step, step, step + 1);
}

constexpr ScanShape forward(int parts, int phases = 1) { return {parts, phases, false}; }
constexpr ScanShape backward(int parts, int phases = 1) { return {parts, phases, true}; }

}  // namespace

void run(Device& device, const RnnScan& c) { scan(device, PRATTLE_SCAN_KERNELS("rnn_scan"), forward(1), c, {c.y, c.start}); }
void run(Device& device, const RnnScanGradient& c) { scan(device, PRATTLE_SCAN_KERNELS("rnn_scan_gradient"), backward(1), c, {c.dx}); }

void run(Device& device, const GruScan& c) {
  if (c.resetAfter) return scan(device, PRATTLE_SCAN_KERNELS("gru_scan_reset_after"), forward(3), c, {c.y, c.start});
  scan(device, PRATTLE_SCAN_KERNELS("gru_scan_reset_before"), forward(3, 2), c, {c.y, c.start, c.gates});
}

void run(Device& device, const GruScanGradient& c) {
  if (c.resetAfter) return scan(device, PRATTLE_SCAN_KERNELS("gru_scan_reset_after_gradient"), backward(3), c, {c.dx, c.dproduct});
  scan(device, PRATTLE_SCAN_KERNELS("gru_scan_reset_before_gradient"), backward(3, 2), c, {c.dx});
}

void run(Device& device, const LstmScan& c) { scan(device, PRATTLE_SCAN_KERNELS("lstm_scan"), forward(4), c, {c.y, c.start}); }
void run(Device& device, const LstmScanGradient& c) { scan(device, PRATTLE_SCAN_KERNELS("lstm_scan_gradient"), backward(4), c, {c.dx}); }

}  // namespace prattle::cuda
