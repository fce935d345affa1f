// Whether data can be read four floats at a time.
#pragma once
#include <cstdint>

#include "operations.h"

namespace prattle::cuda {

/// Whether groups of four floats begin at all of these addresses; null is none.
template <class... Pointer>
bool atQuads(const Pointer*... addresses) {
  return (... && (reinterpret_cast<uintptr_t>(addresses) % 16 == 0));
}

/// Whether all of these are whole groups of four.
template <class... Length>
bool inQuads(Length... floats) {
  return (... && (floats % 4 == 0));
}

}  // namespace prattle::cuda
