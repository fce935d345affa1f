#include "heap.h"

extern "C" unsigned char __heap_base;

namespace prattle {
namespace {

constexpr uint32_t kAlignment = 64, kPage = 65536;
// Growing is slow, and every time the JavaScript side has to look at memory anew.
constexpr uint64_t kLeastGrowth = 256 * kPage;

uint64_t pagesFor(uint64_t bytes) { return (bytes + kPage - 1) / kPage; }

/// Makes the memory reach up to `end`; false when it may not.
bool reach(uint64_t end) {
  const uint64_t present = (uint64_t)__builtin_wasm_memory_size(0) * kPage;
  if (end <= present) return true;
  if (end > (uint64_t)1 << 32) return false;
  const auto grow = [](uint64_t pages) { return __builtin_wasm_memory_grow(0, (size_t)pages) != (size_t)-1; };
  const uint64_t needed = end - present;
  return (needed < kLeastGrowth && grow(pagesFor(kLeastGrowth))) || grow(pagesFor(needed));
}

}  // namespace

Heap::Piece* Heap::take(uint32_t size) {
  for (Piece** link = &free_; *link; link = &(*link)->next) {
    Piece* piece = *link;
    if (piece->size < size) continue;
    if (piece->size - size < 2 * kAlignment) {
      *link = piece->next;
      return piece;
    }
    // The front stays free, so that the link to it holds.
    piece->size -= size;
    Piece* back = (Piece*)((char*)piece + piece->size);
    back->size = size;
    return back;
  }
  return nullptr;
}

Heap::Piece* Heap::extend(uint32_t size) {
  if (top_ == 0) top_ = ((uintptr_t)&__heap_base + kAlignment - 1) / kAlignment * kAlignment;
  if (!reach(top_ + size)) return nullptr;
  Piece* piece = (Piece*)(uintptr_t)top_;
  piece->size = size;
  top_ += size;
  return piece;
}

void* Heap::allocate(size_t bytes) {
  const uint64_t size = ((uint64_t)bytes + 2 * kAlignment - 1) / kAlignment * kAlignment;
  if (size > 0xffffffffu) return nullptr;
  while (__atomic_exchange_n(&busy_, 1, __ATOMIC_ACQUIRE)) {
  }
  Piece* piece = take((uint32_t)size);
  if (!piece) piece = extend((uint32_t)size);
  __atomic_store_n(&busy_, 0, __ATOMIC_RELEASE);
  return piece ? (char*)piece + kAlignment : nullptr;
}

void Heap::release(void* memory) {
  if (!memory) return;
  Piece* piece = (Piece*)((char*)memory - kAlignment);
  while (__atomic_exchange_n(&busy_, 1, __ATOMIC_ACQUIRE)) {
  }
  Piece* before = nullptr;
  Piece* after = free_;
  for (; after && after < piece; after = after->next) before = after;
  piece->next = after;
  if (before) before->next = piece;
  else free_ = piece;
  if (after && (char*)piece + piece->size == (char*)after) {
    piece->size += after->size;
    piece->next = after->next;
  }
  if (before && (char*)before + before->size == (char*)piece) {
    before->size += piece->size;
    before->next = piece->next;
  }
  __atomic_store_n(&busy_, 0, __ATOMIC_RELEASE);
}

}  // namespace prattle
