// The system below an engine, in WebAssembly: threads that JavaScript starts, a heap, JavaScript's clock.
#pragma once
#include "heap.h"
#include "loop.h"

namespace prattle {

/// Every thread is an instance of the module on the same memory. Those that JavaScript starts beside the caller's call
/// work() and stay in it: they spin for a while after the last loop, then wait for a notification. The caller's never
/// waits, only spins: on a page's main thread nothing else is allowed.
class Host {
 public:
  static constexpr int kMostThreads = 64;

  explicit Host(Heap& heap) : heap_(heap) {}

  /// Ends the threads there are and returns the number of a new round, in which so many work, the caller's included.
  int begin(int threads);
  /// A thread's work (1 … threads - 1); returns when its round is over.
  void work(int thread, int round);

  int threads() const { return threads_; }
  void run(int chunks, Runtime::Chunk chunk, void* closure);
  /// Ends the program when there is no memory left, on all threads.
  float* allocate(Index floats);
  void release(float* memory) { heap_.release(memory); }
  double milliseconds();

 private:
  void wake();

  Heap& heap_;
  Loop loop_;
  int threads_ = 1;
  alignas(64) int round_ = 0;
  /// Threads inside work(), and those of them that wait.
  int present_ = 0, waiting_ = 0;
  int notifications_ = 0;
  bool failed_ = false;
};

}  // namespace prattle
