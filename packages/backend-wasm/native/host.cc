#include "host.h"

extern "C" __attribute__((import_module("host"), import_name("milliseconds"))) double milliseconds();

namespace prattle {
namespace {

// Looks at the loop before a thread goes to sleep, about 100 µs: longer than the gap between two commands.
constexpr int kLooks = 50000;

template <class T>
T read(const T& value) {
  return __atomic_load_n(&value, __ATOMIC_SEQ_CST);
}

}  // namespace

void Host::wake() {
  __atomic_fetch_add(&notifications_, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(&notifications_, kMostThreads);
}

int Host::begin(int threads) {
  const int round = __atomic_add_fetch(&round_, 1, __ATOMIC_SEQ_CST);
  wake();
  while (read(present_) > 0) {
  }
  threads_ = threads;
  return round;
}

void Host::work(int thread, int round) {
  __atomic_fetch_add(&present_, 1, __ATOMIC_SEQ_CST);
  while (read(round_) == round) {
    const int seen = read(notifications_);
    int looks = 0;
    while (!loop_.offers() && read(round_) == round && looks < kLooks) looks++;
    if (looks == kLooks) {
      __atomic_fetch_add(&waiting_, 1, __ATOMIC_SEQ_CST);
      // Whatever came since `seen` has changed the number, and then there is no waiting.
      if (!loop_.offers() && read(round_) == round) __builtin_wasm_memory_atomic_wait32(&notifications_, seen, -1);
      __atomic_fetch_sub(&waiting_, 1, __ATOMIC_SEQ_CST);
    }
    while (loop_.offers() && read(round_) == round && loop_.take(thread)) {
    }
  }
  __atomic_fetch_sub(&present_, 1, __ATOMIC_SEQ_CST);
}

void Host::run(int chunks, Runtime::Chunk chunk, void* closure) {
  loop_.start(chunks, chunk, closure);
  if (read(waiting_) > 0) wake();
  while (loop_.take(0)) {
  }
  while (!loop_.finished())
    if (read(failed_)) __builtin_trap();
}

float* Host::allocate(Index floats) {
  void* memory = (uint64_t)floats * sizeof(float) < (uint64_t)1 << 32 ? heap_.allocate((size_t)floats * sizeof(float)) : nullptr;
  if (!memory) {
    __atomic_store_n(&failed_, true, __ATOMIC_SEQ_CST);
    __builtin_trap();
  }
  return (float*)memory;
}

double Host::milliseconds() { return ::milliseconds(); }

}  // namespace prattle
