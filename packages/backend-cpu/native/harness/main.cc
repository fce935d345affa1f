// Tests of the kernels against references in double precision, for every instruction set of this CPU, with 1, 2 and 3
// threads whose results have to be the same bits; and measurements.
//
//   harness [rounds] [first seed] [test]   tests, that many random problems of every kind (default 100), or of one
//   harness bench [threads]                rates and times
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "../cpu.h"
#include "harness.h"

namespace prattle {
namespace {

struct Test {
  const char* name;
  void (*run)(Case&);
};

const Test kTests[] = {
    {"math", testMath},   {"elementwise", testElementwise},     {"rows", testRows},
    {"dropout", testDropout},
    {"gemm", testGemm},   {"normalization", testNormalization}, {"embedding", testEmbedding},
    {"cross-entropy", testCrossEntropy}, {"optimizers", testOptimizers}, {"attention", testAttention},
    {"scans", testScans},
    {"batch norm", testBatchNorm}, {"write rows", testWriteRows},
};

bool sameBits(const std::vector<Floats>& a, const std::vector<Floats>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); i++)
    if (a[i].size() != b[i].size() || (!a[i].empty() && std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(float)) != 0)) return false;
  return true;
}

int runTests(const Kernels& kernels, int rounds, uint64_t firstSeed, const char* only) {
  Engine one(kernels, 1), two(kernels, 2), three(kernels, 3);
  int failures = 0;
  for (const Test& test : kTests) {
    if (only && std::strcmp(only, test.name) != 0) continue;
    int failed = 0;
    for (int round = 0; round < rounds; round++) {
      const uint64_t seed = firstSeed + (uint64_t)round;
      Case reference(one, seed, true);
      test.run(reference);
      failed += reference.failures();
      for (Engine* engine : {&two, &three}) {
        Case other(*engine, seed, false);
        test.run(other);
        if (sameBits(reference.outputs(), other.outputs())) continue;
        failed++;
        std::printf("FAILED %s, seed %llu: %d threads give other bits than one\n", test.name, (unsigned long long)seed, engine->threadCount());
      }
    }
    std::printf("%s %s: %d problems, %s\n", kernels.name, test.name, rounds, failed ? "FAILED" : "passed");
    failures += failed;
  }
  return failures;
}

/// Malformed commands are refused, not run.
int testCommands(const Kernels& kernels) {
  Engine engine(kernels, 1);
  float y[4] = {};
  const double fill[] = {1, 5, (double)reinterpret_cast<uintptr_t>(y), 4, 2.5}, unknown[] = {99, 2}, shortened[] = {1, 4, 0, 0}, endless[] = {1, 0},
               beyond[] = {1, 9, 0, 0, 0};
  const auto accepts = [&](const double* commands, Index length) { return engine.execute(commands, length).kind == Fault::kNone; };
  const bool works = accepts(fill, 5) && y[3] == 2.5f;
  const bool refuses = !accepts(unknown, 2) && !accepts(shortened, 4) && !accepts(endless, 2) && !accepts(beyond, 5);
  if (!works || !refuses) std::printf("FAILED commands: %s\n", works ? "a malformed one was not refused" : "a good one did not run");
  return works && refuses ? 0 : 1;
}

}  // namespace
}  // namespace prattle

int main(int count, char** arguments) {
  using namespace prattle;
  if (count > 1 && std::strcmp(arguments[1], "bench") == 0) {
    for (const Kernels* kernels : supportedKernels()) {
      if (count > 3 && std::strcmp(arguments[3], kernels->name) != 0) continue;
      Engine engine(*kernels, count > 2 ? std::atoi(arguments[2]) : 1);
      benchmark(engine);
    }
    return 0;
  }
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 100;
  const uint64_t firstSeed = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1;
  const char* only = count > 3 ? arguments[3] : nullptr;
  bool known = !only;
  for (const Test& test : kTests) known = known || std::strcmp(only, test.name) == 0;
  if (!known) {
    std::printf("There is no test %s. There are:", only);
    for (const Test& test : kTests) std::printf(" \"%s\"", test.name);
    std::printf("\n");
    return 2;
  }
  int failures = 0;
  for (const Kernels* kernels : supportedKernels()) failures += runTests(*kernels, rounds, firstSeed, only) + testCommands(*kernels);
  std::printf("%d failures\n", failures);
  return failures ? 1 : 0;
}
