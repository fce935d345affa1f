#include "engine.h"

#include <algorithm>
#include <chrono>

namespace prattle {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

/// Whether a command has as many arguments as the table says.
bool hasLength(Index length, Index fixed, Index each) {
  return each == 0 ? length == fixed : length >= fixed && (length - fixed) % each == 0;
}

/// Floating-point operations of the commands that are worth measuring so.
template <class Command>
double operationsOf(const Command&) {
  return 0;
}
template <>
double operationsOf(const Gemm& g) {
  return 2.0 * g.m * g.n * g.k * g.batch;
}
template <>
double operationsOf(const Attention& a) {
  return 4.0 * a.batch * a.heads * a.queryTime * a.keyTime * a.headWidth / (a.causal ? 2 : 1);
}
template <>
double operationsOf(const AttentionGradient& a) {
  return 10.0 * a.batch * a.heads * a.queryTime * a.keyTime * a.headWidth / (a.causal ? 2 : 1);
}

}  // namespace

float* Engine::Scratch::atLeast(Index floats) {
  constexpr Index kAlignment = 64;
  if (floats > size_ || !memory_) {
    size_ = floats + floats / 4 + 1024;
    memory_.reset(new float[size_ + kAlignment / sizeof(float)]);
  }
  const uintptr_t address = reinterpret_cast<uintptr_t>(memory_.get());
  return reinterpret_cast<float*>((address + kAlignment - 1) / kAlignment * kAlignment);
}

Engine::Engine(const Kernels& kernels, int threadCount) : Runtime{}, kernels_(kernels), pool_(threadCount), scratches_(threadCount + 1) {
  threads = threadCount;
  run = [](Runtime* self, int chunks, Chunk chunk, void* closure) { static_cast<Engine*>(self)->pool_.run(chunks, chunk, closure); };
  scratch = [](Runtime* self, int slot, Index floats) {
    return static_cast<Engine*>(self)->scratches_[slot == kSharedScratch ? self->threads : slot].atLeast(floats);
  };
}

bool Engine::dispatch(int opcode, const double* arguments, Index length) {
  switch (opcode) {
#define PRATTLE_CASE(code, Struct, name, fixed, each)                              \
  case code: {                                                                     \
    if (!hasLength(length, fixed, each)) return false;                             \
    const Struct command = Struct::read(arguments, length);                        \
    apply(command);                                                                \
    if (profiling_) counters_[code].operations += operationsOf<Struct>(command);   \
    return true;                                                                   \
  }
    PRATTLE_OPERATIONS(PRATTLE_CASE)
#undef PRATTLE_CASE
    default: return false;
  }
}

std::string Engine::execute(const double* commands, size_t length) {
  for (size_t at = 0; at < length;) {
    const double words = at + 1 < length ? commands[at + 1] : 0;
    if (!(words >= 2) || words > (double)(length - at)) return "a command at " + std::to_string(at) + " has a wrong length";
    const int opcode = commands[at] >= 0 && commands[at] < kOpcodes ? (int)commands[at] : -1;
    const auto start = profiling_ ? Clock::now() : Clock::time_point();
    if (!dispatch(opcode, commands + at + 2, (Index)words - 2))
      return "the command at " + std::to_string(at) + " (opcode " + std::to_string(opcode) + ", " + std::to_string((long)words) +
             " words) is not in the table";
    if (profiling_) {
      counters_[opcode].calls++;
      counters_[opcode].milliseconds += millisecondsSince(start);
    }
    at += (size_t)words;
  }
  return "";
}

void Engine::profile(bool enabled) {
  if (enabled) counters_.fill({});
  profiling_ = enabled;
}

double Engine::measurePeak(int threadCount) {
  constexpr int kRuns = 12;
  constexpr Index kRounds = 400000;
  struct Measurement {
    const Kernels& kernels;
    double operations;
  } measurement{kernels_, 0};
  double best = 0;
  for (int i = 0; i < kRuns; i++) {
    const auto start = Clock::now();
    pool_.run(
        std::min(threadCount, threads),
        [](void* closure, int chunk, int) {
          auto* m = static_cast<Measurement*>(closure);
          const double operations = m->kernels.peak(kRounds);
          if (chunk == 0) m->operations = operations;
        },
        &measurement);
    best = std::max(best, measurement.operations * std::min(threadCount, threads) / (millisecondsSince(start) * 1e6));
  }
  return best;
}

}  // namespace prattle
