// Launchers of the operations on tensors of any type, as launch.h has those of all engines.
#pragma once
#include "launch/launch.h"
#include "tensor_operations.h"

namespace prattle::cuda {

#define PRATTLE_DECLARE(opcode, Struct, name, fixed, each) void run(Device&, const Struct&);
PRATTLE_TENSOR_OPERATIONS(PRATTLE_DECLARE)
#undef PRATTLE_DECLARE

constexpr int kWarp = 32;

}  // namespace prattle::cuda
