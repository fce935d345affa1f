// What the recurrent scans' kernels and launchers agree on.
//
// A scan is a chain of steps: a step multiplies one vector for every batch row (the state, or the gradients of the gates) with
// a part of the recurrent matrix, and then computes every hidden unit from its sums. Forward, steps follow time; backward they
// go against it, and the last one ends before the first position. The gated unit that resets before the product takes two
// steps for a position, all others one.
#pragma once
#include "operations.h"

#if defined(__CUDACC__)
#define PRATTLE_BOTH __host__ __device__
#else
#define PRATTLE_BOTH
#endif

namespace prattle {

/// Units are computed in fours, so that what lies beside them is one aligned load.
constexpr int kQuad = 4;
/// The most threads of a block, and the most batch rows of one thread.
constexpr int kScanThreads = 512, kScanThreadRows = 4;

/// Some parts of a step's vector and of the matrix's rows and columns; a part is one gate, `paddedWidth` elements.
struct ScanPhase {
  /// Where the vector is kept between steps.
  int slot;
  int input, inputs;
  int output, outputs;
};

/// A scan's gates, and the steps that it takes for a position.
struct ScanShape {
  int parts, phases;
  bool backward;

  /// The matrix has `inputs` parts of rows and `outputs` parts of columns.
  PRATTLE_BOTH constexpr int inputs() const { return backward ? parts : 1; }
  PRATTLE_BOTH constexpr int outputs() const { return backward ? 1 : parts; }
  /// Vectors that a block keeps.
  PRATTLE_BOTH constexpr int slots() const { return backward ? parts : phases; }
  /// Backward, nothing comes from behind the last position.
  PRATTLE_BOTH constexpr int firstProduct() const { return backward ? 1 : 0; }
  /// Two phases: first the two gates, then the candidate.
  PRATTLE_BOTH constexpr ScanPhase phase(int i) const {
    return phases == 1 ? ScanPhase{0, 0, inputs(), 0, outputs()}
           : backward  ? ScanPhase{2 * i, 2 * i, 2 - i, 0, 1}
                       : ScanPhase{i, 0, 1, 2 * i, 2 - i};
  }
};

struct ScanPlan {
  /// [inputs · padded, outputs · padded], aligned to 16 bytes; what is beyond the width is 0.
  const float* matrix;
  /// Steps of this launch.
  Index first, last;
  /// Hidden units of a block, in fours.
  int units;
  /// A block has threadRows · rowGroups batch rows.
  int threadRows, rowGroups;
  /// Rows of the matrix, in fours, that blocks keep in shared memory; only where a launch is the whole scan.
  int residentQuads;
  /// Whether vectors in global memory can be read in fours; only where a launch is one step.
  int aligned;
};

template <class Command>
struct ScanArguments {
  Command scan;
  ScanPlan plan;
};

/// Between two layouts of the weight [parts, width, width]: `matrix` is [width, parts, width], or a padded copy.
struct ScanWeight {
  float* matrix;
  const float* weight;
  Index parts, width;
};

PRATTLE_BOTH constexpr int paddedWidth(Index width) { return (int)((width + kQuad - 1) / kQuad * kQuad); }

/// From one batch row's vectors to the next in shared memory: rows start 4 banks apart.
PRATTLE_BOTH constexpr int vectorStride(int slots, int padded) { return slots * padded + (36 - slots * padded % 32) % 32; }

/// Shared memory of a block, in floats, without the matrix: vectors, then sums of every thread.
PRATTLE_BOTH constexpr int vectorFloats(const ScanShape& shape, int padded, int rows) { return rows * vectorStride(shape.slots(), padded); }
constexpr int sumFloats(int threads, int threadRows) { return threads * threadRows * kQuad; }

}  // namespace prattle
