// Runs kernels on the CPU: every thread of a block is a fiber.
#pragma once
#include <cstddef>

#include "cuda.h"

namespace emulator {

/// The kernel of this name; null when there is none.
const Kernel* findKernel(const char* name);

/// Runs all blocks of a launch, one after the other.
/// Throws std::runtime_error when threads part ways at a barrier (a GPU would hang, or go on with wrong values).
void run(const Kernel& kernel, uint3 grid, uint3 block, size_t sharedBytes, const void* arguments);

}  // namespace emulator
