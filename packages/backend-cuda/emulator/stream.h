// Work in the emulated device's streams.
#pragma once
#include <functional>

#include "../native/driver.h"

namespace emulator {

/// Runs it now, or keeps it for the graph that is being captured.
prattle::cuda::Result submit(prattle::cuda::Stream, std::function<void()> work);

}  // namespace emulator
