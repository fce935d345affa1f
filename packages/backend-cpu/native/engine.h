// An engine: kernels of one instruction set, threads, scratch memory, and the interpreter of commands.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "kernels.h"
#include "pool.h"

namespace prattle {

struct OperationCounter {
  long calls = 0;
  double milliseconds = 0;
  double operations = 0;
};

class Engine : private Runtime {
 public:
  Engine(const Kernels& kernels, int threads);

  const Kernels& kernels() const { return kernels_; }
  int threadCount() const { return threads; }

  /// Runs the commands in `commands[0 … length - 1]`. Returns what is wrong with them, or an empty string.
  std::string execute(const double* commands, size_t length);

  /// Runs one command that is already a struct.
#define PRATTLE_APPLY(opcode, Struct, name, fixed, each) \
  void apply(const Struct& command) { kernels_.name(*this, command); }
  PRATTLE_OPERATIONS(PRATTLE_APPLY)
#undef PRATTLE_APPLY

  static constexpr int kOpcodes = 128;
  void profile(bool enabled);
  const std::array<OperationCounter, kOpcodes>& counters() const { return counters_; }

  /// GFLOP/s of multiply-adds in registers, the best of several runs on this many threads.
  double measurePeak(int threads);

 private:
  /// Memory that only grows, aligned to 64 bytes.
  class Scratch {
   public:
    float* atLeast(Index floats);

   private:
    std::unique_ptr<float[]> memory_;
    Index size_ = 0;
  };

  bool dispatch(int opcode, const double* arguments, Index length);

  const Kernels& kernels_;
  ThreadPool pool_;
  /// One for each thread, the last for all of them.
  std::vector<Scratch> scratches_;
  bool profiling_ = false;
  std::array<OperationCounter, kOpcodes> counters_;
};

}  // namespace prattle
