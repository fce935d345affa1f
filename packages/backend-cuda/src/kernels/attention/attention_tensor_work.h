// What the launcher and the kernels for tensor cores agree on. Head widths are padded to 16, 32, 64 and 128: at 256 the
// sums of dk and dv alone would fill the registers, so wider heads go by float32.
#pragma once
#include "attention_work.h"

namespace prattle {

constexpr int kTensorWidth = 128;
/// Rows of a warp, and of a block.
constexpr int kWarpTile = 16, kTensorRows = kAttentionThreads / 32 * kWarpTile;

/// Words of shared memory of the devices with tensor cores that have the least (sm_86).
constexpr int kLeastTensorShared = 99 * 1024 / 4;

/// Terms that one instruction sums.
struct Tf32 {
  static constexpr int kDepth = 8;
};
struct Bf16 {
  static constexpr int kDepth = 16;
};

/// How operands lie in shared memory, in words of 32 bits. In a tile of rows products sum along the rows; in a tile of
/// pairs they sum down the rows. Distances between rows are such that the lanes of a warp read from 32 banks.
template <class Operand, int width>
struct OperandLayout;
template <int width>
struct OperandLayout<Tf32, width> {
  static constexpr int kRowStride = width + 4, kPairStride = kRowStride;
};
template <int width>
struct OperandLayout<Bf16, width> {
  /// A word has two neighbours of a row; in a tile of pairs, two neighbours of a column.
  static constexpr int kRowStride = width / 2 + 4, kPairStride = width + 8;
};

template <class Operand, int width, int rows>
struct OperandTile {
  using Layout = OperandLayout<Operand, width>;
  static constexpr bool kPacked = Operand::kDepth == 16;
  static constexpr int kRowWords = rows * Layout::kRowStride, kPairWords = (kPacked ? rows / 2 : rows) * Layout::kPairStride;
  /// For products of both kinds: one tile serves for TF32, two for bf16, the second of pairs.
  static constexpr int kPairsAt = kPacked ? kRowWords : 0, kBothWords = kPairsAt + kPairWords;
};

/// Forward: queries stay, tiles of kColumns keys pass by. Sizes in words.
template <class Operand, int width>
struct TensorForwardTile {
  static constexpr int kColumns = width <= 64 ? 64 : 32;
  using Passing = OperandTile<Operand, width, kColumns>;
  static constexpr int kResident = OperandTile<Operand, width, kTensorRows>::kRowWords;
  static constexpr int kKeys = Passing::kRowWords, kValues = Passing::kPairWords;
  static constexpr int kShared = kResident + kKeys + kValues + kTensorRows * kKeepBytes<kColumns> / 4;
  static_assert(kShared <= kLeastTensorShared, "a tile fits every device");
};

/// Backward: two matrices of rows stay, two pass by.
template <class Operand, int width>
struct TensorGradientTile {
  static constexpr int kColumns = width <= 64 || Operand::kDepth == 16 ? 32 : 16;
  using Passing = OperandTile<Operand, width, kColumns>;
  static constexpr int kResident = OperandTile<Operand, width, kTensorRows>::kRowWords;
  static constexpr int kRowsOnly = Passing::kRowWords, kBoth = Passing::kBothWords;
  static constexpr int kSharedQueries = 2 * kResident + kBoth + kRowsOnly + kTensorRows * kKeepBytes<kColumns> / 4;
  static constexpr int kSharedKeys = 2 * kResident + 2 * kBoth + kAttentionThreads / 32 * kColumns * kKeepBytes<kWarpTile> / 4;
  static_assert(kSharedQueries <= kLeastTensorShared && kSharedKeys <= kLeastTensorShared, "tiles fit every device");
};

}  // namespace prattle
