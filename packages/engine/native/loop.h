// One loop at a time, whose chunks threads take as they come.
//
// One 64-bit ticket holds the loop's number (32 bits), its chunks (16) and the next chunk (16): taking a chunk is one
// addition. Whoever starts a loop waits for chunks to be done, never for other threads to turn up, so a thread that the
// system has put aside costs nothing (waiting for all of them fell from 218 to 9 … 28 GFLOP/s on a busy machine).
//
// Needs no standard library: how threads come, sleep and go is the engine's business.
#pragma once
#include "runtime.h"

namespace prattle {

class Loop {
 public:
  /// Offers chunks to all threads. The last loop has to be finished.
  void start(int chunks, Runtime::Chunk chunk, void* closure) {
    const uint64_t number = (numberOf(__atomic_load_n(&ticket_, __ATOMIC_RELAXED)) + 1) & 0xffffffff;
    bodies_[number & 1] = {chunk, closure};
    chunks_ = chunks;
    __atomic_store_n(&done_, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&ticket_, number << 32 | (uint64_t)chunks << 16, __ATOMIC_SEQ_CST);
  }

  /// Whether there are chunks that nobody has taken.
  bool offers() const {
    const uint64_t ticket = __atomic_load_n(&ticket_, __ATOMIC_SEQ_CST);
    return nextOf(ticket) < chunksOf(ticket);
  }

  /// Takes one chunk and does it; false when there is none left.
  bool take(int thread) {
    const uint64_t ticket = __atomic_fetch_add(&ticket_, 1, __ATOMIC_ACQ_REL);
    if (nextOf(ticket) >= chunksOf(ticket)) return false;
    const Body& body = bodies_[numberOf(ticket) & 1];
    body.chunk(body.closure, (int)nextOf(ticket), thread);
    __atomic_fetch_add(&done_, 1, __ATOMIC_ACQ_REL);
    return true;
  }

  /// Whether all chunks are done. For the thread that started the loop.
  bool finished() const { return __atomic_load_n(&done_, __ATOMIC_ACQUIRE) >= chunks_; }

 private:
  struct Body {
    Runtime::Chunk chunk;
    void* closure;
  };

  static uint64_t nextOf(uint64_t ticket) { return ticket & 0xffff; }
  static uint64_t chunksOf(uint64_t ticket) { return ticket >> 16 & 0xffff; }
  static uint64_t numberOf(uint64_t ticket) { return ticket >> 32; }

  alignas(64) uint64_t ticket_ = 0;
  alignas(64) int done_ = 0;
  // A thread may still hold the last loop's ticket while the next is set up, hence two.
  alignas(64) Body bodies_[2] = {};
  int chunks_ = 0;
};

}  // namespace prattle
