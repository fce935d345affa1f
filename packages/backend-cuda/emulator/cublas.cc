// A stand-in for cuBLASLt: the functions that native/cublas_api.h names, as plain loops. It shows that products are
// described as they should be.
#include "../native/cublas_api.h"

#include <cstring>
#include <vector>

#include "cuda.h"
#include "stream.h"

using namespace prattle::cuda;

namespace {

constexpr int kSuccessful = 0, kInvalid = 7, kNotSupported = 15;

struct Product {
  int compute = 0;
  int32_t transposeA = kAsStored, transposeB = kAsStored, epilogue = kDefaultEpilogue;
  const float* bias = nullptr;
};

/// Column-major.
struct Layout {
  int type;
  int64_t rows, columns, stride;
};

float elementOf(const void* data, const Layout& layout, int32_t operation, int64_t row, int64_t column) {
  if (operation == kTransposed) std::swap(row, column);
  const int64_t at = column * layout.stride + row;
  if (layout.type == kFloatType) return static_cast<const float*>(data)[at];
  return __uint_as_float((unsigned)static_cast<const uint16_t*>(data)[at] << 16);
}

bool fits(const Layout& layout, int32_t operation, int64_t rows, int64_t columns) {
  if (operation == kTransposed) std::swap(rows, columns);
  return layout.rows == rows && layout.columns == columns && layout.stride >= rows;
}

}  // namespace

extern "C" {

int cublasLtCreate(void** handle) {
  *handle = new int(0);
  return kSuccessful;
}
int cublasLtDestroy(void* handle) {
  delete static_cast<int*>(handle);
  return kSuccessful;
}
int cublasLtMatmulDescCreate(void** product, int compute, int scaleType) {
  if (scaleType != kFloatType || (compute != kComputeFloat && compute != kComputeTf32)) return kInvalid;
  *product = new Product{compute};
  return kSuccessful;
}
int cublasLtMatmulDescDestroy(void* product) {
  delete static_cast<Product*>(product);
  return kSuccessful;
}
int cublasLtMatmulDescSetAttribute(void* description, int attribute, const void* value, size_t bytes) {
  auto& product = *static_cast<Product*>(description);
  if (bytes != (attribute == kBiasPointer ? sizeof(void*) : sizeof(int32_t))) return kInvalid;
  switch (attribute) {
    case kTransposeA: memcpy(&product.transposeA, value, bytes); return kSuccessful;
    case kTransposeB: memcpy(&product.transposeB, value, bytes); return kSuccessful;
    case kEpilogue: memcpy(&product.epilogue, value, bytes); return kSuccessful;
    case kBiasPointer: memcpy(&product.bias, value, bytes); return kSuccessful;
    default: return kInvalid;
  }
}
int cublasLtMatrixLayoutCreate(void** layout, int type, uint64_t rows, uint64_t columns, int64_t stride) {
  *layout = new Layout{type, (int64_t)rows, (int64_t)columns, stride};
  return kSuccessful;
}
int cublasLtMatrixLayoutDestroy(void* layout) {
  delete static_cast<Layout*>(layout);
  return kSuccessful;
}
int cublasLtMatmulPreferenceCreate(void** preference) {
  *preference = new int(0);
  return kSuccessful;
}
int cublasLtMatmulPreferenceDestroy(void* preference) {
  delete static_cast<int*>(preference);
  return kSuccessful;
}
int cublasLtMatmulPreferenceSetAttribute(void*, int attribute, const void*, size_t bytes) {
  return bytes == (attribute == kMostWorkspace ? sizeof(uint64_t) : sizeof(uint32_t)) ? kSuccessful : kInvalid;
}
int cublasLtMatmulAlgoGetHeuristic(void*, void* description, void* a, void* b, void* c, void* d, void*, int wanted, CublasHeuristic* results,
                                   int* found) {
  const auto& product = *static_cast<Product*>(description);
  const auto &first = *static_cast<Layout*>(a), &second = *static_cast<Layout*>(b), &result = *static_cast<Layout*>(d);
  const int64_t depth = product.transposeA == kTransposed ? first.rows : first.columns;
  const bool possible = wanted > 0 && first.type == second.type && static_cast<Layout*>(c)->type == kFloatType && result.type == kFloatType &&
                        fits(first, product.transposeA, result.rows, depth) && fits(second, product.transposeB, depth, result.columns);
  *found = possible ? 1 : 0;
  *results = {};
  return possible ? kSuccessful : kNotSupported;
}
int cublasLtMatmul(void*, void* description, const void* alpha, const void* a, void* layoutA, const void* b, void* layoutB, const void* beta,
                   const void* c, void* layoutC, void* d, void* layoutD, const CublasAlgorithm*, void*, size_t, void* stream) {
  const Product product = *static_cast<Product*>(description);
  const Layout first = *static_cast<Layout*>(layoutA), second = *static_cast<Layout*>(layoutB), added = *static_cast<Layout*>(layoutC),
               result = *static_cast<Layout*>(layoutD);
  const float factor = *static_cast<const float*>(alpha), kept = *static_cast<const float*>(beta);
  const int64_t depth = product.transposeA == kTransposed ? first.rows : first.columns;
  return emulator::submit(static_cast<Stream>(stream), [=] {
    for (int64_t column = 0; column < result.columns; column++) {
      for (int64_t row = 0; row < result.rows; row++) {
        float sum = 0;
        for (int64_t k = 0; k < depth; k++)
          sum += elementOf(a, first, product.transposeA, row, k) * elementOf(b, second, product.transposeB, k, column);
        sum *= factor;
        if (kept != 0) sum += kept * static_cast<const float*>(c)[column * added.stride + row];
        if (product.epilogue == kBiasEpilogue) sum += product.bias[row];
        static_cast<float*>(d)[column * result.stride + row] = sum;
      }
    }
  });
}

}  // extern "C"
