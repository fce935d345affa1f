// cuBLASLt, opened at run time where there is one: NVIDIA's library of matrix products, which knows every device's best
// way for large ones. Declarations follow its documentation (cuBLAS, "Using the cuBLASLt API"); majors 12 and 13 have them.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "driver.h"

namespace prattle::cuda {

/// A product c [m, n] = op(a) · op(b) of row-major matrices in float32 or, a and b, bf16.
struct CublasProduct {
  int64_t m, n, k, strideA, strideB, strideC;
  bool transposeA, transposeB, bf16, tf32;
  bool hasBias, hasResidual;
  auto key() const {
    return std::make_tuple(m, n, k, strideA, strideB, strideC, transposeA, transposeB, bf16, tf32, hasBias, hasResidual);
  }
};

struct CublasOperands {
  const void *a, *b;
  /// Added to every row, and laid out as c (may be c); present as the product says.
  const float *bias, *residual;
  float* c;
};

class Cublas {
 public:
  /// Throws Failure("no-cublas", …) when the library cannot be opened or is not what it should be.
  static std::unique_ptr<Cublas> open(const std::string& path);
  ~Cublas();
  Cublas(const Cublas&) = delete;
  Cublas& operator=(const Cublas&) = delete;

  /// Of the memory that every product is given for itself, in bytes.
  static constexpr size_t kWorkspace = size_t(32) << 20;
  /// Operands have to be aligned to this many bytes.
  static constexpr uint32_t kAlignment = 16;

  /// Queues the product; false when the library has no way to do it.
  bool multiply(const CublasProduct&, const CublasOperands&, void* workspace, Stream);

 private:
  struct Functions;
  struct Plan;
  Cublas();
  const Plan* planFor(const CublasProduct&);
  void check(int status, const char* doing) const;

  std::unique_ptr<Functions> functions_;
  void* library_ = nullptr;
  void* handle_ = nullptr;
  /// How products of a shape are done; null where the library has no way.
  std::map<decltype(CublasProduct{}.key()), std::unique_ptr<Plan>> plans_;
};

}  // namespace prattle::cuda
