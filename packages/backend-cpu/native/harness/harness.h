// What the kernel tests are made of: seeded random data, comparison with references in double precision, and the record
// of every output, by which runs with different numbers of threads are compared bit for bit.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "../host.h"

namespace prattle {

typedef std::vector<float> Floats;
typedef std::vector<double> Doubles;
typedef std::vector<int32_t> Integers;

class Case {
 public:
  /// With `check` false only the outputs are recorded: the references were compared in another run.
  Case(Engine& engine, uint64_t seed, bool check) : engine(engine), check_(check), state_(seed * 0x9e3779b97f4a7c15ull + 1) {}

  Engine& engine;

  /// On [low, high], both included.
  Index integer(Index low, Index high);
  bool flip() { return integer(0, 1) == 1; }
  /// One of the given sizes.
  Index pick(std::initializer_list<Index> sizes) { return sizes.begin()[integer(0, (Index)sizes.size() - 1)]; }
  double real(double low, double high);
  Floats floats(Index size, double low = -1, double high = 1);
  Integers integers(Index size, Index low, Index high);

  /// Names what is being tested, for messages.
  void describe(std::string text) { description_ = std::move(text); }
  /// Records an output, for the comparison with other numbers of threads.
  void record(const Floats& actual) { outputs_.push_back(actual); }
  /// Compares: |actual - reference| ≤ tolerance · max|reference| (or · floor, if that is larger).
  void compare(const char* name, const Floats& actual, const Doubles& reference, double tolerance, double floor = 0);
  /// Records and compares.
  void expect(const char* name, const Floats& actual, const Doubles& reference, double tolerance, double floor = 0);

  bool checks() const { return check_; }
  int failures() const { return failures_; }
  const std::vector<Floats>& outputs() const { return outputs_; }

 private:
  uint64_t next();

  bool check_;
  uint64_t state_;
  std::string description_;
  int failures_ = 0;
  std::vector<Floats> outputs_;
};

/// One random problem of every kind each.
void testMath(Case& c);
void testElementwise(Case& c);
void testRows(Case& c);
void testDropout(Case& c);
void testGemm(Case& c);
void testNormalization(Case& c);
void testBatchNorm(Case& c);
void testEmbedding(Case& c);
void testWriteRows(Case& c);
void testCrossEntropy(Case& c);
void testOptimizers(Case& c);
void testAttention(Case& c);
void testScans(Case& c);

// References.
double activate(Index kind, double x);
/// By the pre-activation, for every kind.
double activationSlope(Index kind, double x);
/// Word `i` of the dropout mask's counter stream, upper 24 bits.
uint32_t dropoutDraw(const Integers& counter, Index site, uint64_t i);

/// What `bench` prints: rates and the share of the FMA peak for products of the models' shapes, times of the other kernels.
void benchmark(Engine& engine);

}  // namespace prattle
