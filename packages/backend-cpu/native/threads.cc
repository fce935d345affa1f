#include "threads.h"

#include <chrono>

namespace prattle {
namespace {

// Longer than the gap between two commands or two steps, shorter than anyone would call busy waiting.
constexpr auto kSpin = std::chrono::microseconds(200);
constexpr int kPausesBetweenLooks = 64;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

ThreadPool::ThreadPool(int threads) {
  for (int i = 1; i < threads; i++) workers_.emplace_back([this, i] { work(i); });
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_.store(true);
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::run(int chunks, Runtime::Chunk chunk, void* closure) {
  loop_.start(chunks, chunk, closure);
  if (sleeping_.load(std::memory_order_seq_cst) > 0) {
    // Empty on purpose: whoever counts as sleeping has either seen this loop or waits for the notification.
    { std::lock_guard<std::mutex> lock(mutex_); }
    wake_.notify_all();
  }
  while (loop_.take(0)) {
  }
  for (int looks = 0; !loop_.finished(); looks++) {
    pause();
    if (looks % 1024 == 1023) std::this_thread::yield();
  }
}

void ThreadPool::sleep() {
  std::unique_lock<std::mutex> lock(mutex_);
  sleeping_.fetch_add(1, std::memory_order_seq_cst);
  wake_.wait(lock, [this] { return loop_.offers() || stop_.load(); });
  sleeping_.fetch_sub(1, std::memory_order_seq_cst);
}

void ThreadPool::work(int thread) {
  while (!stop_.load(std::memory_order_relaxed)) {
    const auto start = std::chrono::steady_clock::now();
    while (!loop_.offers() && !stop_.load(std::memory_order_relaxed)) {
      for (int i = 0; i < kPausesBetweenLooks && !loop_.offers(); i++) pause();
      if (std::chrono::steady_clock::now() - start > kSpin) {
        sleep();
        break;
      }
    }
    while (loop_.offers() && loop_.take(thread)) {
    }
  }
}

}  // namespace prattle
