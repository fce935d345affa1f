// Memory for blocks, scratch and stacks: from the end of the program's own data on, growing as needed.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace prattle {

/// First fit in the order of addresses; neighbours that are free become one. Any thread may call, one gets in at a time.
class Heap {
 public:
  /// Aligned to 64 bytes, content undefined; null when there is no memory left.
  void* allocate(size_t bytes);
  /// Null is allowed.
  void release(void* memory);

 private:
  /// Stands in the 64 bytes before every piece of memory; `size` counts them, too.
  struct Piece {
    uint32_t size;
    /// The next free one, while this one is free.
    Piece* next;
  };

  Piece* take(uint32_t size);
  Piece* extend(uint32_t size);

  int busy_ = 0;
  Piece* free_ = nullptr;
  /// What lies beyond has never been used. In 64 bits: the end of 4 GiB is no 32-bit number.
  uint64_t top_ = 0;
};

}  // namespace prattle
