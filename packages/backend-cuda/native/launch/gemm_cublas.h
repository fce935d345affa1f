// Products that cuBLASLt does.
#pragma once
#include "device.h"
#include "operations.h"

namespace prattle::cuda {

/// Queues the product, with everything that belongs to it; false where there is no cuBLASLt or the product is not for it:
/// in batches, in strides that it does not take, or not aligned to 16 bytes.
bool multiplyByCublas(Device&, const Gemm&);

}  // namespace prattle::cuda
