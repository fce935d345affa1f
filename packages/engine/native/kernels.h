// The kernels of one instruction set, as a table that the engine picks at load.
#pragma once
#include "operations.h"

namespace prattle {

struct Kernels {
  const char* name;
  int width;
#define PRATTLE_FIELD(opcode, Struct, name, fixed, each) void (*name)(Runtime&, const Struct&);
  PRATTLE_OPERATIONS(PRATTLE_FIELD)
#undef PRATTLE_FIELD
  /// Multiply-adds in registers alone; returns how many floating-point operations `rounds` rounds were.
  double (*peak)(Index rounds);
};

// Which of them exist is the build's decision: natively the baseline always does (PRATTLE_HAS_AVX512, PRATTLE_HAS_AVX2 say
// whether the others do), in WebAssembly a module has one of the last two.
namespace avx512 { extern const Kernels kernels; }
namespace avx2 { extern const Kernels kernels; }
namespace baseline { extern const Kernels kernels; }
namespace simd128 { extern const Kernels kernels; }
namespace relaxed { extern const Kernels kernels; }

}  // namespace prattle
