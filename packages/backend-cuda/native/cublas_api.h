// What is used of cuBLASLt's interface, as its documentation has it; the emulated driver has the same.
#pragma once
#include <cstddef>
#include <cstdint>

namespace prattle::cuda {

/// CUDA_R_32F, CUDA_R_16BF; CUBLAS_COMPUTE_32F, CUBLAS_COMPUTE_32F_FAST_TF32; CUBLAS_OP_N, CUBLAS_OP_T.
enum CublasType { kFloatType = 0, kBf16Type = 14 };
enum CublasCompute { kComputeFloat = 68, kComputeTf32 = 77 };
enum CublasOperation { kAsStored = 0, kTransposed = 1 };
/// Of cublasLtMatmulDescAttributes_t and cublasLtEpilogue_t.
enum CublasAttribute { kTransposeA = 3, kTransposeB = 4, kEpilogue = 7, kBiasPointer = 8 };
enum CublasEpilogue { kDefaultEpilogue = 1, kBiasEpilogue = 4 };
/// Of cublasLtMatmulPreferenceAttributes_t.
enum CublasPreference { kMostWorkspace = 1, kLeastAlignmentA = 5, kLeastAlignmentB = 6, kLeastAlignmentC = 7, kLeastAlignmentD = 8 };

struct CublasAlgorithm {
  uint64_t data[8];
};
struct CublasHeuristic {
  CublasAlgorithm algorithm;
  size_t workspace;
  int status;
  float waves;
  int reserved[4];
};

// X(member, exported name, parameters)
#define PRATTLE_CUBLAS_FUNCTIONS(X)                                                                                             \
  X(create, "cublasLtCreate", (void** handle))                                                                                  \
  X(destroy, "cublasLtDestroy", (void* handle))                                                                                 \
  X(createProduct, "cublasLtMatmulDescCreate", (void** product, int compute, int scaleType))                                    \
  X(destroyProduct, "cublasLtMatmulDescDestroy", (void* product))                                                               \
  X(setProduct, "cublasLtMatmulDescSetAttribute", (void* product, int attribute, const void* value, size_t bytes))              \
  X(createLayout, "cublasLtMatrixLayoutCreate", (void** layout, int type, uint64_t rows, uint64_t columns, int64_t stride))     \
  X(destroyLayout, "cublasLtMatrixLayoutDestroy", (void* layout))                                                               \
  X(createPreference, "cublasLtMatmulPreferenceCreate", (void** preference))                                                    \
  X(destroyPreference, "cublasLtMatmulPreferenceDestroy", (void* preference))                                                   \
  X(setPreference, "cublasLtMatmulPreferenceSetAttribute", (void* preference, int attribute, const void* value, size_t bytes))  \
  X(findAlgorithm, "cublasLtMatmulAlgoGetHeuristic",                                                                            \
    (void* handle, void* product, void* a, void* b, void* c, void* d, void* preference, int wanted, CublasHeuristic* results,   \
     int* found))                                                                                                               \
  X(multiply, "cublasLtMatmul",                                                                                                 \
    (void* handle, void* product, const void* alpha, const void* a, void* layoutA, const void* b, void* layoutB,                \
     const void* beta, const void* c, void* layoutC, void* d, void* layoutD, const CublasAlgorithm* algorithm, void* workspace, \
     size_t workspaceBytes, void* stream))

}  // namespace prattle::cuda
