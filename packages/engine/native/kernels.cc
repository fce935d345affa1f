// All kernels for one instruction set. Compiled once for each, with PRATTLE_ISA naming it and the compiler's flags
// deciding what simd.h makes of it.
#include "kernels.h"

#include "attention.h"
#include "attention_gradient.h"
#include "batch_norm.h"
#include "cross_entropy.h"
#include "dropout.h"
#include "elementwise.h"
#include "embedding.h"
#include "gemm.h"
#include "gru_scan.h"
#include "lstm_scan.h"
#include "normalization.h"
#include "optimizer.h"
#include "peak.h"
#include "rnn_scan.h"
#include "rows.h"

#define PRATTLE_STRING_(text) #text
#define PRATTLE_STRING(text) PRATTLE_STRING_(text)

namespace prattle {
namespace PRATTLE_ISA {

const Kernels kernels = {
    PRATTLE_STRING(PRATTLE_ISA),
    kWidth,
#define PRATTLE_VALUE(opcode, Struct, name, fixed, each) name,
    PRATTLE_OPERATIONS(PRATTLE_VALUE)
#undef PRATTLE_VALUE
    peak,
};

}  // namespace PRATTLE_ISA
}  // namespace prattle
