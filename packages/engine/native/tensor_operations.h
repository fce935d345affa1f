// Generated from src/tensor-operations.ts by its test (`vitest run -u` in this package); do not edit.
#pragma once
#include "operations.h"

namespace prattle {

constexpr uint32_t kTensorOperationsVersion = 842421671u;
constexpr int kMostAxes = 6;

enum class Element { kFloat32 = 0, kInt32 = 1, kBool = 2 };
enum class MapFunction { kAbs = 0, kNegate = 1, kSign = 2, kSquare = 3, kRelu = 4, kClip = 5, kFloor = 6, kCeil = 7, kRound = 8, kExp = 9, kExpm1 = 10, kLog = 11, kLog1p = 12, kRsqrt = 13, kReciprocal = 14, kSin = 15, kCos = 16, kTan = 17, kAsin = 18, kAcos = 19, kAtan = 20, kSinh = 21, kCosh = 22, kAsinh = 23, kAcosh = 24, kAtanh = 25, kErf = 26, kSoftplus = 27, kElu = 28, kLeakyRelu = 29, kStep = 30, kIsNan = 31, kIsInfinite = 32, kIsFinite = 33, kNot = 34 };
enum class ZipFunction { kSum = 0, kDifference = 1, kProduct = 2, kMaximum = 3, kMinimum = 4, kSquaredDifference = 5, kFloorQuotient = 6, kRemainder = 7, kPower = 8, kQuotient = 9, kAtan2 = 10, kPrelu = 11, kEluGradient = 12, kEqual = 13, kNotEqual = 14, kGreater = 15, kGreaterEqual = 16, kLess = 17, kLessEqual = 18, kAnd = 19, kOr = 20 };
enum class Reduction { kSum = 0, kProduct = 1, kGreatest = 2, kLeast = 3, kAll = 4, kAny = 5 };

struct Sequence {
  void* y;
  Index size;
  double start;
  double step;
  Index type;
  static constexpr Index kSize = 5;
  static PRATTLE_INLINE Sequence read(const double* d, Index) {
    return {pointer<void*>(d[0]), (Index)d[1], (double)d[2], (double)d[3], (Index)d[4]};
  }
};

struct Convert {
  void* y;
  const void* x;
  Index size;
  Index from;
  Index to;
  static constexpr Index kSize = 5;
  static PRATTLE_INLINE Convert read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4]};
  }
};

struct Map {
  void* y;
  const void* x;
  Index size;
  Index function;
  Index type;
  double alpha;
  double beta;
  static constexpr Index kSize = 7;
  static PRATTLE_INLINE Map read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (double)d[5], (double)d[6]};
  }
};

struct ZipGroup {
  Index length;
  Index strideA;
  Index strideB;
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE ZipGroup read(const double* d, Index) {
    return {(Index)d[0], (Index)d[1], (Index)d[2]};
  }
};

struct Zip {
  void* y;
  const void* a;
  const void* b;
  Index function;
  Index type;
  const double* groups;
  Index count;
  PRATTLE_INLINE ZipGroup group(Index i) const { return ZipGroup::read(groups + i * ZipGroup::kSize, 0); }
  static constexpr Index kSize = 5;
  static PRATTLE_INLINE Zip read(const double* d, Index length) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), pointer<const void*>(d[2]), (Index)d[3], (Index)d[4], d + 5, (length - 5) / ZipGroup::kSize};
  }
};

struct Select {
  void* y;
  const void* condition;
  const void* a;
  const void* b;
  Index size;
  Index bytes;
  static constexpr Index kSize = 6;
  static PRATTLE_INLINE Select read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), pointer<const void*>(d[2]), pointer<const void*>(d[3]), (Index)d[4], (Index)d[5]};
  }
};

struct ArrangeGroup {
  Index length;
  Index strideY;
  Index strideX;
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE ArrangeGroup read(const double* d, Index) {
    return {(Index)d[0], (Index)d[1], (Index)d[2]};
  }
};

struct Arrange {
  void* y;
  const void* x;
  Index bytes;
  const double* groups;
  Index count;
  PRATTLE_INLINE ArrangeGroup group(Index i) const { return ArrangeGroup::read(groups + i * ArrangeGroup::kSize, 0); }
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE Arrange read(const double* d, Index length) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], d + 3, (length - 3) / ArrangeGroup::kSize};
  }
};

struct Take {
  void* y;
  const void* x;
  const int32_t* indices;
  Index batch;
  Index outer;
  Index length;
  Index inner;
  Index count;
  Index bytes;
  static constexpr Index kSize = 9;
  static PRATTLE_INLINE Take read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), pointer<const int32_t*>(d[2]), (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8]};
  }
};

struct OneHot {
  void* y;
  const int32_t* indices;
  Index count;
  Index depth;
  double on;
  double off;
  Index type;
  static constexpr Index kSize = 7;
  static PRATTLE_INLINE OneHot read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const int32_t*>(d[1]), (Index)d[2], (Index)d[3], (double)d[4], (double)d[5], (Index)d[6]};
  }
};

struct Reduce {
  void* y;
  const void* x;
  Index outer;
  Index length;
  Index inner;
  Index reduction;
  Index type;
  double divisor;
  static constexpr Index kSize = 8;
  static PRATTLE_INLINE Reduce read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (double)d[7]};
  }
};

struct Locate {
  int32_t* y;
  const void* x;
  Index outer;
  Index length;
  Index inner;
  Index least;
  Index type;
  static constexpr Index kSize = 7;
  static PRATTLE_INLINE Locate read(const double* d, Index) {
    return {pointer<int32_t*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6]};
  }
};

struct Accumulate {
  void* y;
  const void* x;
  Index outer;
  Index length;
  Index inner;
  Index product;
  Index exclusive;
  Index reverse;
  Index type;
  static constexpr Index kSize = 9;
  static PRATTLE_INLINE Accumulate read(const double* d, Index) {
    return {pointer<void*>(d[0]), pointer<const void*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8]};
  }
};

struct Softmax {
  float* y;
  const float* x;
  Index rows;
  Index width;
  static constexpr Index kSize = 4;
  static PRATTLE_INLINE Softmax read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (Index)d[3]};
  }
};

struct Unfold {
  float* columns;
  const float* x;
  Index batch;
  Index height;
  Index width;
  Index channels;
  Index outHeight;
  Index outWidth;
  Index filterHeight;
  Index filterWidth;
  Index strideHeight;
  Index strideWidth;
  Index dilationHeight;
  Index dilationWidth;
  Index top;
  Index left;
  static constexpr Index kSize = 16;
  static PRATTLE_INLINE Unfold read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9], (Index)d[10], (Index)d[11], (Index)d[12], (Index)d[13], (Index)d[14], (Index)d[15]};
  }
};

struct Fold {
  float* x;
  const float* columns;
  Index batch;
  Index height;
  Index width;
  Index channels;
  Index outHeight;
  Index outWidth;
  Index filterHeight;
  Index filterWidth;
  Index strideHeight;
  Index strideWidth;
  Index dilationHeight;
  Index dilationWidth;
  Index top;
  Index left;
  static constexpr Index kSize = 16;
  static PRATTLE_INLINE Fold read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9], (Index)d[10], (Index)d[11], (Index)d[12], (Index)d[13], (Index)d[14], (Index)d[15]};
  }
};

// X(opcode, struct, name, fixed arguments, arguments in a group): everything that dispatches is made from this list.
#define PRATTLE_TENSOR_OPERATIONS(X) \
  X(80, Sequence, sequence, 5, 0) \
  X(81, Convert, convert, 5, 0) \
  X(82, Map, map, 7, 0) \
  X(83, Zip, zip, 5, 3) \
  X(84, Select, select, 6, 0) \
  X(85, Arrange, arrange, 3, 3) \
  X(86, Take, take, 9, 0) \
  X(87, OneHot, oneHot, 7, 0) \
  X(88, Reduce, reduce, 8, 0) \
  X(89, Locate, locate, 7, 0) \
  X(90, Accumulate, accumulate, 9, 0) \
  X(91, Softmax, softmax, 4, 0) \
  X(92, Unfold, unfold, 16, 0) \
  X(93, Fold, fold, 16, 0)

}  // namespace prattle
