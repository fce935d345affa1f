#include "pool.h"

#include <chrono>

namespace prattle {
namespace {

// Longer than the gap between two commands or two steps, shorter than anyone would call busy waiting.
constexpr auto kSpin = std::chrono::microseconds(200);
constexpr int kPausesBetweenLooks = 64;

uint64_t nextOf(uint64_t ticket) { return ticket & 0xffff; }
uint64_t chunksOf(uint64_t ticket) { return ticket >> 16 & 0xffff; }
uint64_t loopOf(uint64_t ticket) { return ticket >> 32; }

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

bool ThreadPool::hasWork() const {
  const uint64_t ticket = ticket_.load(std::memory_order_seq_cst);
  return nextOf(ticket) < chunksOf(ticket);
}

bool ThreadPool::takeChunk(int thread) {
  const uint64_t ticket = ticket_.fetch_add(1, std::memory_order_acq_rel);
  if (nextOf(ticket) >= chunksOf(ticket)) return false;
  const Loop& loop = loops_[loopOf(ticket) & 1];
  loop.chunk(loop.closure, (int)nextOf(ticket), thread);
  done_.fetch_add(1, std::memory_order_acq_rel);
  return true;
}

void ThreadPool::run(int chunks, Runtime::Chunk chunk, void* closure) {
  const uint64_t number = (loopOf(ticket_.load(std::memory_order_relaxed)) + 1) & 0xffffffff;
  loops_[number & 1] = {chunk, closure};
  done_.store(0, std::memory_order_relaxed);
  ticket_.store(number << 32 | (uint64_t)chunks << 16, std::memory_order_seq_cst);
  if (sleeping_.load(std::memory_order_seq_cst) > 0) {
    // Empty on purpose: whoever counts as sleeping has either seen this loop or waits for the notification.
    { std::lock_guard<std::mutex> lock(mutex_); }
    wake_.notify_all();
  }
  while (takeChunk(0)) {
  }
  for (int looks = 0; done_.load(std::memory_order_acquire) < chunks; looks++) {
    pause();
    if (looks % 1024 == 1023) std::this_thread::yield();
  }
}

void ThreadPool::sleep() {
  std::unique_lock<std::mutex> lock(mutex_);
  sleeping_.fetch_add(1, std::memory_order_seq_cst);
  wake_.wait(lock, [this] { return hasWork() || stop_.load(); });
  sleeping_.fetch_sub(1, std::memory_order_seq_cst);
}

void ThreadPool::work(int thread) {
  while (!stop_.load(std::memory_order_relaxed)) {
    const auto start = std::chrono::steady_clock::now();
    while (!hasWork() && !stop_.load(std::memory_order_relaxed)) {
      for (int i = 0; i < kPausesBetweenLooks && !hasWork(); i++) pause();
      if (std::chrono::steady_clock::now() - start > kSpin) {
        sleep();
        break;
      }
    }
    while (hasWork() && takeChunk(thread)) {
    }
  }
}

}  // namespace prattle
