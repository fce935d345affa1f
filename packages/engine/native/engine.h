// An engine: the kernels of one instruction set, scratch memory, counters, and the interpreter of commands, on a host.
//
// A host is the system below: `int threads()`, `void run(int chunks, Runtime::Chunk, void* closure)` as in Runtime,
// `float* allocate(Index floats)` (aligned to 64 bytes), `void release(float*)`, `double milliseconds()` of some clock.
// Allocation may happen on any of its threads. Needs no standard library.
#pragma once
#include "interpreter.h"
#include "kernels.h"

namespace prattle {

/// What is wrong with commands, and where.
struct Fault {
  enum Kind { kNone, kLength, kUnknown };
  Kind kind;
  /// The command's place, its opcode (-1 for none that could be) and length in doubles.
  Index at;
  int opcode;
  Index words;
};

template <class Host>
class BasicEngine : private Runtime {
 public:
  static constexpr int kMostThreads = 256;

  BasicEngine(const Kernels& kernels, Host& host) : Runtime{}, kernels_(kernels), host_(host) {
    threads = host.threads();
    run = [](Runtime* self, int chunks, Chunk chunk, void* closure) { of(self).host_.run(chunks, chunk, closure); };
    scratch = [](Runtime* self, int slot, Index floats) { return of(self).scratchOf(slot, floats); };
  }
  ~BasicEngine() {
    for (Scratch& scratch : scratches_)
      if (scratch.memory) host_.release(scratch.memory);
  }
  BasicEngine(const BasicEngine&) = delete;
  BasicEngine& operator=(const BasicEngine&) = delete;

  const Kernels& kernels() const { return kernels_; }
  int threadCount() const { return threads; }

  /// Runs the commands in `commands[0 … length - 1]`, up to the first that is wrong.
  Fault execute(const double* commands, Index length) {
    for (Index at = 0; at < length;) {
      const double words = at + 1 < length ? commands[at + 1] : 0;
      if (!(words >= 2) || words > (double)(length - at)) return {Fault::kLength, at, -1, 0};
      const int opcode = commands[at] >= 0 && commands[at] < kOpcodes ? (int)commands[at] : -1;
      const double start = profiling_ ? host_.milliseconds() : 0;
      if (!dispatch(opcode, commands + at + 2, (Index)words - 2)) return {Fault::kUnknown, at, opcode, (Index)words};
      if (profiling_) {
        counters_[opcode].calls++;
        counters_[opcode].milliseconds += host_.milliseconds() - start;
      }
      at += (Index)words;
    }
    return {Fault::kNone, length, -1, 0};
  }

  /// Runs one command that is already a struct.
#define PRATTLE_APPLY(opcode, Struct, name, fixed, each) \
  void apply(const Struct& command) { kernels_.name(*this, command); }
  PRATTLE_OPERATIONS(PRATTLE_APPLY)
#undef PRATTLE_APPLY

  void profile(bool enabled) {
    if (enabled)
      for (OperationCounter& counter : counters_) counter = {};
    profiling_ = enabled;
  }
  /// By opcode.
  const OperationCounter (&counters() const)[kOpcodes] { return counters_; }

  /// GFLOP/s of multiply-adds in registers, the best of several runs on this many threads.
  double measurePeak(int threadCount) {
    constexpr int kRuns = 12;
    constexpr Index kRounds = 400000;
    struct Measurement {
      const Kernels& kernels;
      double operations;
    } measurement{kernels_, 0};
    const int chunks = threadCount < threads ? threadCount : threads;
    double best = 0;
    for (int i = 0; i < kRuns; i++) {
      const double start = host_.milliseconds();
      host_.run(
          chunks,
          [](void* closure, int chunk, int) {
            auto* m = static_cast<Measurement*>(closure);
            const double operations = m->kernels.peak(kRounds);
            if (chunk == 0) m->operations = operations;
          },
          &measurement);
      const double rate = measurement.operations * chunks / ((host_.milliseconds() - start) * 1e6);
      if (rate > best) best = rate;
    }
    return best;
  }

 private:
  /// Memory that only grows.
  struct Scratch {
    float* memory = nullptr;
    Index size = 0;
  };

  static BasicEngine& of(Runtime* self) { return *static_cast<BasicEngine*>(self); }

  float* scratchOf(int slot, Index floats) {
    Scratch& scratch = scratches_[slot == kSharedScratch ? threads : slot];
    if (floats > scratch.size || !scratch.memory) {
      if (scratch.memory) host_.release(scratch.memory);
      scratch.size = floats + floats / 4 + 1024;
      scratch.memory = host_.allocate(scratch.size);
    }
    return scratch.memory;
  }

  bool dispatch(int opcode, const double* arguments, Index length) {
    switch (opcode) {
#define PRATTLE_CASE(code, Struct, name, fixed, each)                            \
  case code: {                                                                   \
    if (!hasLength(length, fixed, each)) return false;                           \
    const Struct command = Struct::read(arguments, length);                      \
    apply(command);                                                              \
    if (profiling_) counters_[code].operations += operationsOf<Struct>(command); \
    return true;                                                                 \
  }
      PRATTLE_OPERATIONS(PRATTLE_CASE)
#undef PRATTLE_CASE
      default: return false;
    }
  }

  const Kernels& kernels_;
  Host& host_;
  /// One for each thread, the one after them for all.
  Scratch scratches_[kMostThreads + 1];
  bool profiling_ = false;
  OperationCounter counters_[kOpcodes];
};

}  // namespace prattle
