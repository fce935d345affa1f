// Threads that share out the chunks of one loop at a time.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "runtime.h"

namespace prattle {

/// The caller works too (as thread 0). Workers spin for a while after the last loop, then sleep.
///
/// One 64-bit ticket holds the loop's number (32 bits), its chunks (16) and the next chunk (16): taking a chunk is one
/// addition. The caller waits for chunks to be done, never for workers to turn up, so a worker that the system has put
/// aside costs nothing (waiting for all of them fell from 218 to 9 … 28 GFLOP/s on a busy machine).
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
  struct Loop {
    Runtime::Chunk chunk;
    void* closure;
  };

  void work(int thread);
  bool takeChunk(int thread);
  bool hasWork() const;
  void sleep();

  alignas(64) std::atomic<uint64_t> ticket_{0};
  alignas(64) std::atomic<int> done_{0};
  alignas(64) std::atomic<int> sleeping_{0};
  std::atomic<bool> stop_{false};
  // A worker may still hold the last loop's ticket while the next is set up, hence two.
  Loop loops_[2] = {};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<std::thread> workers_;
};

}  // namespace prattle
