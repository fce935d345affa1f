// Reads that do not make JavaScript wait.
#pragma once
#include <memory>

#include "device.h"
#include "napi.h"

namespace prattle::cuda {

/// Queues a copy of device memory behind everything asked so far. Returns a promise of an ArrayBuffer.
napi_value readLater(napi_env, std::shared_ptr<Device>, Address, size_t bytes);

}  // namespace prattle::cuda
