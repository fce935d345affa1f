// Launchers that are still to be written.
#include "launch/launch.h"

namespace prattle::cuda {
#define PENDING(Struct) void run(Device&, const Struct&) { throw Failure("internal", #Struct " has no kernel yet"); }
PENDING(BatchNorm)
PENDING(BatchNormGradient)
PENDING(CrossEntropy)
PENDING(CrossEntropyGradient)
PENDING(GlobalNorm)
PENDING(AdamStep)
PENDING(SgdStep)
}  // namespace prattle::cuda
