// How elements in rows are laid out over threads: 2^laneBits neighbouring threads take a row's columns, the block's other
// threads other rows. So no thread divides, and neighbours read neighbours.
#pragma once
#include "runtime.h"

namespace prattle {

struct RowLayout {
  Index rows;
  /// Of four floats each when `quads`, else of one.
  Index packs;
  int laneBits;
  bool quads;
};

/// A command and where its rows are worked on.
template <class Command>
struct InRows {
  Command command;
  RowLayout layout;
};

}  // namespace prattle
