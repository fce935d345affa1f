// A launcher for every command: it chooses kernels, grids and scratch memory. All of them have to be there, or the addon
// does not link.
#pragma once
#include "device.h"
#include "operations.h"

namespace prattle::cuda {

#define PRATTLE_DECLARE(opcode, Struct, name, fixed, each) void run(Device&, const Struct&);
PRATTLE_OPERATIONS(PRATTLE_DECLARE)
#undef PRATTLE_DECLARE

/// Threads of a block, where a kernel has no reason for another number.
constexpr int kThreads = 256;

constexpr Index divideUp(Index a, Index b) { return (a + b - 1) / b; }

}  // namespace prattle::cuda
