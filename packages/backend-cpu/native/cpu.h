// What this machine's CPU can do.
#pragma once
#include <string>
#include <vector>

#include "kernels.h"

namespace prattle {

/// The kernels that this CPU can run, best first.
std::vector<const Kernels*> supportedKernels();

/// As the CPU calls itself; empty where it does not say.
std::string cpuName();

}  // namespace prattle
