// Threads of a block as fibers on one CPU thread.
#include "fibers.h"

#include <setjmp.h>
#include <ucontext.h>

#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "cuda.h"

uint3 threadIdx, blockIdx, blockDim, gridDim;

namespace emulator {
namespace {

constexpr size_t kStackBytes = 128 << 10;

enum class State { kReady, kAtWarpBarrier, kAtBlockBarrier, kDone };

struct Fiber {
  jmp_buf context;
  ucontext_t first;
  std::unique_ptr<char[]> stack{new char[kStackBytes]};
  State state = State::kReady;
  bool started = false;
  uint3 index{};
};

std::vector<std::unique_ptr<Fiber>> fibers;
std::vector<uint64_t> mailboxes;
std::vector<char> dynamicMemory;
jmp_buf scheduler;
ucontext_t schedulerContext;
int current = -1;
Kernel::Body body;
const void* arguments;

/// A fiber's stack runs one thread after the other, as many as there are to be run on it.
void runThreads() {
  for (;;) {
    body(arguments);
    Fiber& fiber = *fibers[current];
    fiber.state = State::kDone;
    if (_setjmp(fiber.context) == 0) _longjmp(scheduler, 1);
  }
}

void resume(int thread) {
  Fiber& fiber = *fibers[thread];
  current = thread;
  threadIdx = fiber.index;
  if (_setjmp(scheduler) != 0) return;
  if (fiber.started) _longjmp(fiber.context, 1);
  fiber.started = true;
  getcontext(&fiber.first);
  fiber.first.uc_stack.ss_sp = fiber.stack.get();
  fiber.first.uc_stack.ss_size = kStackBytes;
  fiber.first.uc_link = nullptr;
  makecontext(&fiber.first, runThreads, 0);
  setcontext(&fiber.first);
}

void waitAt(State barrier) {
  Fiber& fiber = *fibers[current];
  fiber.state = barrier;
  if (_setjmp(fiber.context) == 0) _longjmp(scheduler, 1);
}

/// Runs a warp until all of its threads wait for the block or are done.
void runWarp(int first, int last, const char* kernel) {
  for (;;) {
    for (int thread = first; thread < last; thread++)
      if (fibers[thread]->state == State::kReady) resume(thread);
    int atWarp = 0, elsewhere = 0;
    for (int thread = first; thread < last; thread++) (fibers[thread]->state == State::kAtWarpBarrier ? atWarp : elsewhere)++;
    if (atWarp == 0) return;
    if (elsewhere > 0) throw std::runtime_error(std::string("the lanes of a warp part ways at a barrier in ") + kernel);
    for (int thread = first; thread < last; thread++) fibers[thread]->state = State::kReady;
  }
}

void runBlock(int threads, const char* kernel) {
  for (int thread = 0; thread < threads; thread++) fibers[thread]->state = State::kReady;
  for (;;) {
    for (int first = 0; first < threads; first += 32) runWarp(first, std::min(threads, first + 32), kernel);
    int waiting = 0;
    for (int thread = 0; thread < threads; thread++) waiting += fibers[thread]->state == State::kAtBlockBarrier;
    if (waiting == 0) return;
    if (waiting < threads) throw std::runtime_error(std::string("some threads end while others wait at a barrier in ") + kernel);
    for (int thread = 0; thread < threads; thread++) fibers[thread]->state = State::kReady;
  }
}

const Kernel*& list() {
  static const Kernel* first = nullptr;
  return first;
}

}  // namespace

Kernel::Kernel(const char* name, size_t bytes, int mostThreads, Body body)
    : name(name), bytes(bytes), mostThreads(mostThreads), body(body), next(list()) {
  list() = this;
}

const Kernel* findKernel(const char* name) {
  for (const Kernel* kernel = list(); kernel; kernel = kernel->next)
    if (strcmp(kernel->name, name) == 0) return kernel;
  return nullptr;
}

namespace {

void runGrid(const Kernel& kernel, uint3 grid, uint3 block, size_t sharedBytes) {
  const int threads = (int)(block.x * block.y * block.z);
  while ((int)fibers.size() < threads) fibers.push_back(std::make_unique<Fiber>());
  mailboxes.resize((size_t)threads + 32);
  blockDim = block;
  gridDim = grid;
  for (int thread = 0; thread < threads; thread++) {
    const unsigned t = (unsigned)thread;
    fibers[thread]->index = {t % block.x, t / block.x % block.y, t / (block.x * block.y)};
  }
  for (unsigned z = 0; z < grid.z; z++)
    for (unsigned y = 0; y < grid.y; y++)
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        // What is not written first must not look like zeros.
        dynamicMemory.assign(sharedBytes + 16, (char)0xff);
        runBlock(threads, kernel.name);
      }
}

}  // namespace

void run(const Kernel& kernel, uint3 grid, uint3 block, size_t sharedBytes, const void* kernelArguments) {
  // Shared memory is static: one launch at a time in the whole process.
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  body = kernel.body;
  arguments = kernelArguments;
  try {
    runGrid(kernel, grid, block, sharedBytes);
  } catch (...) {
    fibers.clear();  // their stacks are in the middle of things
    throw;
  }
}

void blockBarrier() { waitAt(State::kAtBlockBarrier); }
void warpBarrier() { waitAt(State::kAtWarpBarrier); }
int lane() { return current % 32; }
uint64_t* mailbox() { return &mailboxes[(size_t)(current / 32 * 32)]; }
void* dynamicShared() {
  const auto start = reinterpret_cast<uintptr_t>(dynamicMemory.data());
  return reinterpret_cast<void*>((start + 15) / 16 * 16);
}

}  // namespace emulator
