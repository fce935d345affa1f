// What the kernels of cross_entropy.cu take beside commands.
#pragma once
#include "operations.h"

namespace prattle {

struct CrossEntropyRows {
  CrossEntropy command;
  /// [rows]: the loss of every row, 0 where its target does not count.
  float* losses;
};

}  // namespace prattle
