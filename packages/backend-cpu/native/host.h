// The system below an engine, natively: threads, the heap, a clock.
#pragma once
#include <string>

#include "engine.h"
#include "threads.h"

namespace prattle {

class Host {
 public:
  explicit Host(int threads) : threads_(threads), pool_(threads) {}

  int threads() const { return threads_; }
  void run(int chunks, Runtime::Chunk chunk, void* closure) { pool_.run(chunks, chunk, closure); }
  float* allocate(Index floats);
  void release(float* memory);
  double milliseconds();

 private:
  int threads_;
  ThreadPool pool_;
};

/// An engine with its host.
class Engine : private Host, public BasicEngine<Host> {
 public:
  Engine(const Kernels& kernels, int threads) : Host(threads), BasicEngine<Host>(kernels, static_cast<Host&>(*this)) {}
};

/// A fault in words; empty when there is none.
std::string describe(const Fault& fault);

}  // namespace prattle
