// What the kernels of rows.cu take beside commands.
#pragma once
#include "shared/dropout_rule.h"
#include "operations.h"
#include "shared/row_layout.h"

namespace prattle {

struct DropoutWork {
  float* y;
  const float* x;
  const int32_t* counter;
  Index size;
  DropoutRule rule;
};

}  // namespace prattle
