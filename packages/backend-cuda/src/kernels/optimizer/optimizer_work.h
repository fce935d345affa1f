// What the kernels of optimizer.cu take: the tensors of a list, as many as fit into a kernel's parameters, cut into pieces
// that are a block's each.
#pragma once
#include "operations.h"

namespace prattle {

/// Elements of a piece; the norm's are larger, so that fewer partial sums are left.
constexpr int kStepPiece = 4096, kNormPiece = 16384;

struct NormTensor {
  const float* gradient;
  Index size;
  /// The launch's first block that works on this tensor.
  int firstPiece;
};
struct AdamTensor {
  float* parameter;
  const float* gradient;
  float *first, *second;
  Index size;
  int firstPiece;
  bool decays;
};
struct SgdTensor {
  float* parameter;
  const float* gradient;
  float* momentum;
  Index size;
  int firstPiece;
  bool decays;
};

/// `shared` is what all tensors have in common.
template <class Shared, class Tensor>
struct TensorList {
  static constexpr int kMost = (int)((4096 - sizeof(Shared) - 2 * sizeof(Index)) / sizeof(Tensor));
  Shared shared;
  int count;
  Tensor tensors[kMost];
};

struct NormOutput {
  /// Takes the sum of squares of every piece.
  float* partial;
};
struct StepRule {
  const float *hyper, *norm;
  /// Adam: decoupled decay; SGD: Nesterov's momentum.
  bool variant;
};
typedef TensorList<NormOutput, NormTensor> NormList;
typedef TensorList<StepRule, AdamTensor> AdamList;
typedef TensorList<StepRule, SgdTensor> SgdList;

/// norm = √ Σ partial
struct NormTotal {
  float* norm;
  const float* partial;
  Index count;
};

}  // namespace prattle
