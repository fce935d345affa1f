// What attention's launcher and kernels agree on: arguments, and the sizes of tiles.
//
// A kernel is compiled for head widths padded to 16, 32, 64, 128 and 256. Tiles are chosen so that the largest need 64 KB
// of shared memory, all that an sm_75 has.
#pragma once
#include "shared/dropout_rule.h"
#include "operations.h"

namespace prattle {

constexpr int kAttentionThreads = 128;
/// Blocks of the float32 kernels that a multiprocessor should have registers for: 168 for a thread, and few are spilt.
constexpr int kAttentionBlocks = 3;
/// Threads that share a row of a tile of scores, and groups of so many in a block.
constexpr int kRowLanes = 16, kRowGroups = kAttentionThreads / kRowLanes;

struct AttentionArguments {
  Attention a;
  DropoutRule dropout;
  /// Whether rows can be read and written four floats at a time.
  bool aligned;
};

struct AttentionGradientArguments {
  AttentionGradient a;
  DropoutRule dropout;
  bool aligned;
  /// [batch, heads, queryTime]: the sum over keys of weight · its gradient, which dq finds and dk takes.
  float* delta;
};

struct AttentionDecodeArguments {
  Attention a;
  bool aligned;
  /// The keys of a row are in `shares` parts, a block each; with more than one, results go to `partials`
  /// [batch, heads, queryTime, shares, padded width + 2] first: maximum, sum, weighted sum of values.
  Index shares, keysPerShare;
  float* partials;
};

/// The same for every width that it is padded to: threads on one key, and groups of them.
constexpr int decodeLanes(int width) { return width >= 128 ? 32 : width / 4; }
constexpr int decodeGroups(int width) { return kAttentionThreads / decodeLanes(width); }

/// Bytes for the keep bits of `count` elements in a row, in groups of four that may begin before the first of them.
template <int count>
constexpr int kKeepBytes = (count + 2) / 4 + 1;

/// Floats of shared memory of the devices that have the least.
constexpr int kLeastShared = 64 * 1024 / 4;

constexpr int larger(int a, int b) { return a > b ? a : b; }

/// A block's tile: `kThreadRows` rows (of queries, or of keys) a thread stay, tiles of `kColumns` of the others pass by.
template <int width, int threadRows, int columns>
struct AttentionTile {
  static constexpr int kWidth = width, kThreadRows = threadRows, kRows = threadRows * kRowGroups, kColumns = columns;
  static constexpr int kThreadColumns = columns / kRowLanes, kWarpRows = 2 * threadRows;
  static constexpr int kResident = kRows * width, kPassing = columns * width, kScores = kRows * columns;
  /// Floats for the keep bits where queries are rows, and where they are columns.
  static constexpr int kKeepQueries = kRows * kKeepBytes<columns> / 4;
  static constexpr int kKeepKeys = kAttentionThreads / 32 * columns * kKeepBytes<kWarpRows> / 4;
};

/// Forward: queries stay. Scores take the place of the keys.
template <int width>
struct AttentionForwardTile : AttentionTile<width, width <= 128 ? 8 : 4, width <= 64 ? 64 : width == 128 ? 32 : 16> {
  using Tile = AttentionTile<width, width <= 128 ? 8 : 4, width <= 64 ? 64 : width == 128 ? 32 : 16>;
  static constexpr int kKeys = larger(Tile::kPassing, Tile::kScores + Tile::kKeepQueries);
  static constexpr int kShared = Tile::kResident + kKeys + Tile::kPassing;
  static_assert(kShared <= kLeastShared, "a tile fits every device");
};

/// dq: queries and dy stay. Scores take the place of the values.
template <int width>
struct AttentionQueryTile : AttentionTile<width, width <= 64 ? 8 : width == 128 ? 4 : 2, width <= 128 ? 32 : 16> {
  using Tile = AttentionTile<width, width <= 64 ? 8 : width == 128 ? 4 : 2, width <= 128 ? 32 : 16>;
  static constexpr int kValues = larger(Tile::kPassing, Tile::kScores + Tile::kKeepQueries);
  static constexpr int kShared = 2 * Tile::kResident + Tile::kPassing + kValues;
  static_assert(kShared <= kLeastShared, "a tile fits every device");
};

/// dk and dv: keys and values stay.
template <int width>
struct AttentionKeyTile : AttentionTile<width, width <= 64 ? 8 : width == 128 ? 4 : 1, width <= 64 ? 32 : 16> {
  using Tile = AttentionTile<width, width <= 64 ? 8 : width == 128 ? 4 : 1, width <= 64 ? 32 : 16>;
  static constexpr int kShared = 2 * Tile::kResident + 2 * Tile::kPassing + Tile::kScores + Tile::kKeepKeys;
  static_assert(kShared <= kLeastShared, "a tile fits every device");
};

}  // namespace prattle
