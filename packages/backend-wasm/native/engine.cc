// What JavaScript calls: `EngineExports` of src/module/exports.ts. No libc, no C++ library.
#include "engine.h"

#include "host.h"

#define PRATTLE_EXPORT(name) extern "C" __attribute__((export_name(#name), used))

inline void* operator new(size_t, void* place) { return place; }

namespace prattle {
namespace {

typedef BasicEngine<Host> Engine;

constexpr size_t kStack = 256 * 1024;

Heap heap;
Host host(heap);
alignas(64) unsigned char place[sizeof(Engine)];
Engine* engine = nullptr;
/// Of the threads that JavaScript starts; they stay for the next round's.
void* stacks[Host::kMostThreads];
double* commands = nullptr;
Fault fault = {};

}  // namespace

PRATTLE_EXPORT(version) uint32_t version() { return kOperationsVersion; }

PRATTLE_EXPORT(allocate) void* allocate(size_t bytes) { return heap.allocate(bytes); }

PRATTLE_EXPORT(release) void release(void* memory) { heap.release(memory); }

/// Starts a round with an engine on so many threads and returns its number.
PRATTLE_EXPORT(begin) int begin(int threads) {
  const int round = host.begin(threads);
  if (engine) engine->~Engine();
  engine = new (place) Engine(PRATTLE_ISA::kernels, host);
  return round;
}

/// The end of a thread's stack, which grows downwards; null when there is no memory left.
PRATTLE_EXPORT(stack) void* stack(int thread) {
  if (!stacks[thread]) stacks[thread] = heap.allocate(kStack);
  return stacks[thread] ? (char*)stacks[thread] + kStack : nullptr;
}

PRATTLE_EXPORT(work) void work(int thread, int round) { host.work(thread, round); }

/// Room for so many doubles of commands in place of the last one; null when there is no memory left.
PRATTLE_EXPORT(commandBuffer) double* commandBuffer(size_t doubles) {
  heap.release(commands);
  return commands = (double*)heap.allocate(doubles * sizeof(double));
}

/// Runs the commands in the buffer. Returns 0, or what is wrong (Fault::Kind); then the functions below say where.
PRATTLE_EXPORT(execute) int execute(Index length) {
  fault = engine->execute(commands, length);
  return fault.kind;
}
PRATTLE_EXPORT(faultAt) Index faultAt() { return fault.at; }
PRATTLE_EXPORT(faultOpcode) int faultOpcode() { return fault.opcode; }

PRATTLE_EXPORT(profile) void profile(bool enabled) { engine->profile(enabled); }
/// Calls, milliseconds, operations of every opcode.
PRATTLE_EXPORT(counters) const double* counters() { return &engine->counters()[0].calls; }
PRATTLE_EXPORT(opcodes) int opcodes() { return kOpcodes; }
PRATTLE_EXPORT(measurePeak) double measurePeak(int threads) { return engine->measurePeak(threads); }

}  // namespace prattle
