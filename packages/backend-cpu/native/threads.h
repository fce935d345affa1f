// Threads that share out the chunks of one loop at a time.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "loop.h"

namespace prattle {

/// The caller works too (as thread 0). Workers spin for a while after the last loop, then sleep.
///
/// run() is for one thread at a time.
class ThreadPool {
 public:
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  void run(int chunks, Runtime::Chunk chunk, void* closure);

 private:
  void work(int thread);
  void sleep();

  Loop loop_;
  alignas(64) std::atomic<int> sleeping_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::thread> workers_;
};

}  // namespace prattle
