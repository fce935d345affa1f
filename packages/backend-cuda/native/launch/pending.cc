// Launchers that are still to be written.
#include "launch/launch.h"

namespace prattle::cuda {
#define PENDING(Struct) void run(Device&, const Struct&) { throw Failure("internal", #Struct " has no kernel yet"); }
PENDING(Gemm)
PENDING(LayerNorm)
PENDING(LayerNormGradient)
PENDING(RmsNorm)
PENDING(RmsNormGradient)
PENDING(BatchNorm)
PENDING(BatchNormGradient)
PENDING(Attention)
PENDING(AttentionGradient)
PENDING(Embedding)
PENDING(EmbeddingGradient)
PENDING(CrossEntropy)
PENDING(CrossEntropyGradient)
PENDING(RnnScan)
PENDING(RnnScanGradient)
PENDING(GruScan)
PENDING(GruScanGradient)
PENDING(LstmScan)
PENDING(LstmScanGradient)
PENDING(GlobalNorm)
PENDING(AdamStep)
PENDING(SgdStep)
}  // namespace prattle::cuda
