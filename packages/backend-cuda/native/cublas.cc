#include "cublas.h"

#include "cublas_api.h"
#include "library.h"

namespace prattle::cuda {

struct Cublas::Functions {
#define PRATTLE_MEMBER(member, name, parameters) int(*member) parameters = nullptr;
  PRATTLE_CUBLAS_FUNCTIONS(PRATTLE_MEMBER)
#undef PRATTLE_MEMBER
};

/// cuBLASLt's matrices are column-major. What is a row-major [m, n] is an n × m there: so c = a · b is cᵀ = bᵀ · aᵀ, its
/// first operand is b, its second a.
struct Cublas::Plan {
  explicit Plan(const Functions& functions) : functions(functions) {}
  ~Plan() {
    for (void* layout : {first, second, result})
      if (layout) functions.destroyLayout(layout);
    if (product) functions.destroyProduct(product);
  }
  const Functions& functions;
  void *product = nullptr, *first = nullptr, *second = nullptr, *result = nullptr;
  CublasAlgorithm algorithm{};
};

Cublas::Cublas() : functions_(new Functions) {}

Cublas::~Cublas() {
  plans_.clear();
  if (handle_) functions_->destroy(handle_);
  if (library_) closeLibrary(library_);
}

std::unique_ptr<Cublas> Cublas::open(const std::string& path) {
  std::unique_ptr<Cublas> cublas(new Cublas);
  std::string problem;
  cublas->library_ = openLibrary(path, problem);
  if (!cublas->library_) throw Failure("no-cublas", problem);
#define PRATTLE_FIND(member, name, parameters)                                                                    \
  cublas->functions_->member = reinterpret_cast<int(*) parameters>(findSymbol(cublas->library_, name)); \
  if (!cublas->functions_->member) throw Failure("no-cublas", path + " has no " + name);
  PRATTLE_CUBLAS_FUNCTIONS(PRATTLE_FIND)
#undef PRATTLE_FIND
  cublas->check(cublas->functions_->create(&cublas->handle_), "starting cuBLASLt");
  return cublas;
}

void Cublas::check(int status, const char* doing) const {
  if (status != 0) throw Failure("device-failed", std::string(doing) + " failed: cuBLAS status " + std::to_string(status));
}

const Cublas::Plan* Cublas::planFor(const CublasProduct& p) {
  const auto found = plans_.find(p.key());
  if (found != plans_.end()) return found->second.get();
  const Functions& call = *functions_;
  auto plan = std::make_unique<Plan>(call);
  check(call.createProduct(&plan->product, p.tf32 && !p.bf16 ? kComputeTf32 : kComputeFloat, kFloatType), "describing a product");
  const auto set = [&](CublasAttribute attribute, int32_t value) {
    check(call.setProduct(plan->product, attribute, &value, sizeof value), "describing a product");
  };
  set(kTransposeA, p.transposeB ? kTransposed : kAsStored);
  set(kTransposeB, p.transposeA ? kTransposed : kAsStored);
  set(kEpilogue, p.hasBias ? kBiasEpilogue : kDefaultEpilogue);
  const int type = p.bf16 ? kBf16Type : kFloatType;
  const auto layout = [&](void** made, int elements, bool swapped, int64_t rows, int64_t columns, int64_t stride) {
    check(call.createLayout(made, elements, (uint64_t)(swapped ? columns : rows), (uint64_t)(swapped ? rows : columns), stride),
          "describing a matrix");
  };
  layout(&plan->first, type, p.transposeB, p.n, p.k, p.strideB);
  layout(&plan->second, type, p.transposeA, p.k, p.m, p.strideA);
  layout(&plan->result, kFloatType, false, p.n, p.m, p.strideC);

  void* preference = nullptr;
  check(call.createPreference(&preference), "making a preference");
  const uint64_t workspace = kWorkspace;
  int status = call.setPreference(preference, kMostWorkspace, &workspace, sizeof workspace);
  for (const CublasPreference attribute : {kLeastAlignmentA, kLeastAlignmentB, kLeastAlignmentC, kLeastAlignmentD})
    if (status == 0) status = call.setPreference(preference, attribute, &kAlignment, sizeof kAlignment);
  CublasHeuristic heuristic{};
  int count = 0;
  if (status == 0) {
    // A status other than success means that there is no way to do it, which is an answer.
    if (call.findAlgorithm(handle_, plan->product, plan->first, plan->second, plan->result, plan->result, preference, 1, &heuristic, &count))
      count = 0;
  }
  call.destroyPreference(preference);
  check(status, "setting a preference");
  plan->algorithm = heuristic.algorithm;
  return (plans_[p.key()] = count > 0 ? std::move(plan) : nullptr).get();
}

bool Cublas::multiply(const CublasProduct& p, const CublasOperands& on, void* workspace, Stream stream) {
  const Plan* plan = planFor(p);
  if (!plan) return false;
  if (p.hasBias) check(functions_->setProduct(plan->product, kBiasPointer, &on.bias, sizeof on.bias), "setting a bias");
  const float one = 1.0f, added = p.hasResidual ? 1.0f : 0.0f;
  const void* residual = p.hasResidual ? on.residual : on.c;
  check(functions_->multiply(handle_, plan->product, &one, on.b, plan->first, on.a, plan->second, &added, residual, plan->result, on.c,
                             plan->result, &plan->algorithm, workspace, kWorkspace, stream),
        "multiplying matrices");
  return true;
}

}  // namespace prattle::cuda
