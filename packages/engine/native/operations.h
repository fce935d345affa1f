// Generated from src/operations.ts by its test (`vitest run -u` in this package); do not edit.
#pragma once
#include "runtime.h"

namespace prattle {

constexpr uint32_t kOperationsVersion = 2181895717u;

enum ActivationKind { kNone = 0, kRelu = 1, kGelu = 2, kGeluTanh = 3, kTanh = 4, kSigmoid = 5 };
enum CombinationKind { kSum = 0, kDifference = 1, kProduct = 2, kQuotient = 3 };

struct Fill {
  float* y;
  Index size;
  double value;
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE Fill read(const double* d, Index) {
    return {pointer<float*>(d[0]), (Index)d[1], (double)d[2]};
  }
};

struct SquareRoot {
  float* y;
  const float* x;
  Index size;
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE SquareRoot read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2]};
  }
};

struct Scale {
  float* y;
  const float* x;
  Index size;
  double factor;
  static constexpr Index kSize = 4;
  static PRATTLE_INLINE Scale read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (double)d[3]};
  }
};

struct Truncate {
  int32_t* y;
  const float* x;
  Index size;
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE Truncate read(const double* d, Index) {
    return {pointer<int32_t*>(d[0]), pointer<const float*>(d[1]), (Index)d[2]};
  }
};

struct Activation {
  float* y;
  const float* x;
  Index size;
  Index activation;
  static constexpr Index kSize = 4;
  static PRATTLE_INLINE Activation read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (Index)d[3]};
  }
};

struct ActivationGradient {
  float* dx;
  const float* dy;
  const float* saved;
  Index size;
  Index activation;
  static constexpr Index kSize = 5;
  static PRATTLE_INLINE ActivationGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const float*>(d[2]), (Index)d[3], (Index)d[4]};
  }
};

struct Dropout {
  float* y;
  const float* x;
  const int32_t* counter;
  Index size;
  double rate;
  Index site;
  static constexpr Index kSize = 6;
  static PRATTLE_INLINE Dropout read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const int32_t*>(d[2]), (Index)d[3], (double)d[4], (Index)d[5]};
  }
};

struct CopyRows {
  float* y;
  const float* x;
  Index rows;
  Index width;
  Index strideY;
  Index strideX;
  static constexpr Index kSize = 6;
  static PRATTLE_INLINE CopyRows read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], (Index)d[3], (Index)d[4], (Index)d[5]};
  }
};

struct Combine {
  float* y;
  const float* a;
  const float* b;
  Index rows;
  Index width;
  Index strideA;
  Index stepA;
  Index strideB;
  Index stepB;
  Index combination;
  static constexpr Index kSize = 10;
  static PRATTLE_INLINE Combine read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const float*>(d[2]), (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9]};
  }
};

struct Gemm {
  float* c;
  const float* a;
  const float* b;
  Index m;
  Index n;
  Index k;
  Index transposeA;
  Index transposeB;
  Index strideA;
  Index strideB;
  Index strideC;
  const float* bias;
  Index activation;
  float* preactivation;
  Index gradientActivation;
  const float* gradientSaved;
  const float* residual;
  float* sumsA;
  float* sumsB;
  Index batch;
  Index batchA;
  Index batchB;
  Index batchC;
  static constexpr Index kSize = 23;
  static PRATTLE_INLINE Gemm read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const float*>(d[2]), (Index)d[3], (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9], (Index)d[10], pointer<const float*>(d[11]), (Index)d[12], pointer<float*>(d[13]), (Index)d[14], pointer<const float*>(d[15]), pointer<const float*>(d[16]), pointer<float*>(d[17]), pointer<float*>(d[18]), (Index)d[19], (Index)d[20], (Index)d[21], (Index)d[22]};
  }
};

struct LayerNorm {
  float* y;
  float* stats;
  const float* x;
  const float* weight;
  const float* bias;
  Index rows;
  Index width;
  double epsilon;
  static constexpr Index kSize = 8;
  static PRATTLE_INLINE LayerNorm read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), (Index)d[5], (Index)d[6], (double)d[7]};
  }
};

struct LayerNormGradient {
  float* dx;
  float* dweight;
  float* dbias;
  const float* dy;
  const float* x;
  const float* weight;
  const float* stats;
  const float* residual;
  Index rows;
  Index width;
  static constexpr Index kSize = 10;
  static PRATTLE_INLINE LayerNormGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), pointer<const float*>(d[7]), (Index)d[8], (Index)d[9]};
  }
};

struct RmsNorm {
  float* y;
  float* stats;
  const float* x;
  const float* weight;
  Index rows;
  Index width;
  double epsilon;
  static constexpr Index kSize = 7;
  static PRATTLE_INLINE RmsNorm read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), (Index)d[4], (Index)d[5], (double)d[6]};
  }
};

struct RmsNormGradient {
  float* dx;
  float* dweight;
  const float* dy;
  const float* x;
  const float* weight;
  const float* stats;
  const float* residual;
  Index rows;
  Index width;
  static constexpr Index kSize = 9;
  static PRATTLE_INLINE RmsNormGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), (Index)d[7], (Index)d[8]};
  }
};

struct BatchNorm {
  float* y;
  float* stats;
  const float* x;
  const float* weight;
  const float* bias;
  float* runningMean;
  float* runningVariance;
  Index rows;
  Index width;
  Index unbiased;
  double epsilon;
  double momentum;
  static constexpr Index kSize = 12;
  static PRATTLE_INLINE BatchNorm read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<float*>(d[5]), pointer<float*>(d[6]), (Index)d[7], (Index)d[8], (Index)d[9], (double)d[10], (double)d[11]};
  }
};

struct BatchNormGradient {
  float* dx;
  float* dweight;
  float* dbias;
  const float* dy;
  const float* x;
  const float* weight;
  const float* stats;
  Index rows;
  Index width;
  Index unbiased;
  static constexpr Index kSize = 10;
  static PRATTLE_INLINE BatchNormGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), (Index)d[7], (Index)d[8], (Index)d[9]};
  }
};

struct Attention {
  float* y;
  float* stats;
  const float* q;
  const float* k;
  const float* v;
  const int32_t* lengths;
  const int32_t* counter;
  Index batch;
  Index heads;
  Index keyHeads;
  Index headWidth;
  Index queryTime;
  Index keyTime;
  Index strideQ;
  Index strideK;
  Index strideV;
  Index batchQ;
  Index batchK;
  Index batchV;
  double scale;
  Index causal;
  double dropout;
  Index site;
  static constexpr Index kSize = 23;
  static PRATTLE_INLINE Attention read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const int32_t*>(d[5]), pointer<const int32_t*>(d[6]), (Index)d[7], (Index)d[8], (Index)d[9], (Index)d[10], (Index)d[11], (Index)d[12], (Index)d[13], (Index)d[14], (Index)d[15], (Index)d[16], (Index)d[17], (Index)d[18], (double)d[19], (Index)d[20], (double)d[21], (Index)d[22]};
  }
};

struct AttentionGradient {
  float* dq;
  float* dk;
  float* dv;
  const float* dy;
  const float* y;
  const float* stats;
  const float* q;
  const float* k;
  const float* v;
  const int32_t* lengths;
  const int32_t* counter;
  Index batch;
  Index heads;
  Index keyHeads;
  Index headWidth;
  Index queryTime;
  Index keyTime;
  Index strideQ;
  Index strideK;
  Index strideV;
  Index batchQ;
  Index batchK;
  Index batchV;
  double scale;
  Index causal;
  double dropout;
  Index site;
  static constexpr Index kSize = 27;
  static PRATTLE_INLINE AttentionGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), pointer<const float*>(d[7]), pointer<const float*>(d[8]), pointer<const int32_t*>(d[9]), pointer<const int32_t*>(d[10]), (Index)d[11], (Index)d[12], (Index)d[13], (Index)d[14], (Index)d[15], (Index)d[16], (Index)d[17], (Index)d[18], (Index)d[19], (Index)d[20], (Index)d[21], (Index)d[22], (double)d[23], (Index)d[24], (double)d[25], (Index)d[26]};
  }
};

struct Embedding {
  float* y;
  const int32_t* ids;
  const float* table;
  const float* positions;
  Index count;
  Index time;
  Index width;
  Index rows;
  Index offset;
  static constexpr Index kSize = 9;
  static PRATTLE_INLINE Embedding read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const int32_t*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8]};
  }
};

struct EmbeddingGradient {
  float* dtable;
  float* dpositions;
  const float* dy;
  const int32_t* ids;
  Index count;
  Index time;
  Index width;
  Index rows;
  Index positionRows;
  Index offset;
  static constexpr Index kSize = 10;
  static PRATTLE_INLINE EmbeddingGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const int32_t*>(d[3]), (Index)d[4], (Index)d[5], (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9]};
  }
};

struct WriteRows {
  float* table;
  const int32_t* rows;
  const float* values;
  Index count;
  Index width;
  Index tableRows;
  static constexpr Index kSize = 6;
  static PRATTLE_INLINE WriteRows read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const int32_t*>(d[1]), pointer<const float*>(d[2]), (Index)d[3], (Index)d[4], (Index)d[5]};
  }
};

struct CrossEntropy {
  float* loss;
  float* stats;
  const float* logits;
  const int32_t* targets;
  Index rows;
  Index width;
  Index ignoreIndex;
  double labelSmoothing;
  static constexpr Index kSize = 8;
  static PRATTLE_INLINE CrossEntropy read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const int32_t*>(d[3]), (Index)d[4], (Index)d[5], (Index)d[6], (double)d[7]};
  }
};

struct CrossEntropyGradient {
  float* dlogits;
  const float* dy;
  const float* logits;
  const int32_t* targets;
  const float* stats;
  Index rows;
  Index width;
  Index ignoreIndex;
  double labelSmoothing;
  static constexpr Index kSize = 9;
  static PRATTLE_INLINE CrossEntropyGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const float*>(d[2]), pointer<const int32_t*>(d[3]), pointer<const float*>(d[4]), (Index)d[5], (Index)d[6], (Index)d[7], (double)d[8]};
  }
};

struct RnnScan {
  float* y;
  const float* x;
  const float* weight;
  const float* bias;
  const float* start;
  Index batch;
  Index time;
  Index width;
  static constexpr Index kSize = 8;
  static PRATTLE_INLINE RnnScan read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), (Index)d[5], (Index)d[6], (Index)d[7]};
  }
};

struct RnnScanGradient {
  float* dx;
  float* dstart;
  const float* dy;
  const float* y;
  const float* weight;
  Index batch;
  Index time;
  Index width;
  static constexpr Index kSize = 8;
  static PRATTLE_INLINE RnnScanGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), (Index)d[5], (Index)d[6], (Index)d[7]};
  }
};

struct GruScan {
  float* y;
  float* gates;
  const float* x;
  const float* weight;
  const float* bias;
  const float* start;
  Index batch;
  Index time;
  Index width;
  Index resetAfter;
  static constexpr Index kSize = 10;
  static PRATTLE_INLINE GruScan read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<const float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), (Index)d[6], (Index)d[7], (Index)d[8], (Index)d[9]};
  }
};

struct GruScanGradient {
  float* dx;
  float* dproduct;
  float* dstart;
  const float* dy;
  const float* y;
  const float* gates;
  const float* weight;
  const float* start;
  Index batch;
  Index time;
  Index width;
  Index resetAfter;
  static constexpr Index kSize = 12;
  static PRATTLE_INLINE GruScanGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), pointer<const float*>(d[7]), (Index)d[8], (Index)d[9], (Index)d[10], (Index)d[11]};
  }
};

struct LstmScan {
  float* y;
  float* last;
  float* gates;
  float* cells;
  const float* x;
  const float* weight;
  const float* bias;
  const float* start;
  const float* cell;
  Index batch;
  Index time;
  Index width;
  static constexpr Index kSize = 12;
  static PRATTLE_INLINE LstmScan read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), pointer<const float*>(d[7]), pointer<const float*>(d[8]), (Index)d[9], (Index)d[10], (Index)d[11]};
  }
};

struct LstmScanGradient {
  float* dx;
  float* dstart;
  float* dcell;
  const float* dy;
  const float* dlast;
  const float* gates;
  const float* cells;
  const float* weight;
  const float* cell;
  Index batch;
  Index time;
  Index width;
  static constexpr Index kSize = 12;
  static PRATTLE_INLINE LstmScanGradient read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<float*>(d[1]), pointer<float*>(d[2]), pointer<const float*>(d[3]), pointer<const float*>(d[4]), pointer<const float*>(d[5]), pointer<const float*>(d[6]), pointer<const float*>(d[7]), pointer<const float*>(d[8]), (Index)d[9], (Index)d[10], (Index)d[11]};
  }
};

struct GlobalNormGroup {
  const float* gradient;
  Index size;
  static constexpr Index kSize = 2;
  static PRATTLE_INLINE GlobalNormGroup read(const double* d, Index) {
    return {pointer<const float*>(d[0]), (Index)d[1]};
  }
};

struct GlobalNorm {
  float* norm;
  const double* groups;
  Index count;
  PRATTLE_INLINE GlobalNormGroup group(Index i) const { return GlobalNormGroup::read(groups + i * GlobalNormGroup::kSize, 0); }
  static constexpr Index kSize = 1;
  static PRATTLE_INLINE GlobalNorm read(const double* d, Index length) {
    return {pointer<float*>(d[0]), d + 1, (length - 1) / GlobalNormGroup::kSize};
  }
};

struct AdamStepGroup {
  float* parameter;
  const float* gradient;
  float* first;
  float* second;
  Index size;
  Index decays;
  static constexpr Index kSize = 6;
  static PRATTLE_INLINE AdamStepGroup read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<float*>(d[2]), pointer<float*>(d[3]), (Index)d[4], (Index)d[5]};
  }
};

struct AdamStep {
  const float* hyper;
  const float* norm;
  Index decoupled;
  const double* groups;
  Index count;
  PRATTLE_INLINE AdamStepGroup group(Index i) const { return AdamStepGroup::read(groups + i * AdamStepGroup::kSize, 0); }
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE AdamStep read(const double* d, Index length) {
    return {pointer<const float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], d + 3, (length - 3) / AdamStepGroup::kSize};
  }
};

struct SgdStepGroup {
  float* parameter;
  const float* gradient;
  float* momentum;
  Index size;
  Index decays;
  static constexpr Index kSize = 5;
  static PRATTLE_INLINE SgdStepGroup read(const double* d, Index) {
    return {pointer<float*>(d[0]), pointer<const float*>(d[1]), pointer<float*>(d[2]), (Index)d[3], (Index)d[4]};
  }
};

struct SgdStep {
  const float* hyper;
  const float* norm;
  Index nesterov;
  const double* groups;
  Index count;
  PRATTLE_INLINE SgdStepGroup group(Index i) const { return SgdStepGroup::read(groups + i * SgdStepGroup::kSize, 0); }
  static constexpr Index kSize = 3;
  static PRATTLE_INLINE SgdStep read(const double* d, Index length) {
    return {pointer<const float*>(d[0]), pointer<const float*>(d[1]), (Index)d[2], d + 3, (length - 3) / SgdStepGroup::kSize};
  }
};

// X(opcode, struct, name, fixed arguments, arguments in a group): everything that dispatches is made from this list.
#define PRATTLE_OPERATIONS(X) \
  X(1, Fill, fill, 3, 0) \
  X(2, SquareRoot, squareRoot, 3, 0) \
  X(3, Scale, scale, 4, 0) \
  X(4, Truncate, truncate, 3, 0) \
  X(5, Activation, activation, 4, 0) \
  X(6, ActivationGradient, activationGradient, 5, 0) \
  X(7, Dropout, dropout, 6, 0) \
  X(8, CopyRows, copyRows, 6, 0) \
  X(9, Combine, combine, 10, 0) \
  X(10, Gemm, gemm, 23, 0) \
  X(20, LayerNorm, layerNorm, 8, 0) \
  X(21, LayerNormGradient, layerNormGradient, 10, 0) \
  X(22, RmsNorm, rmsNorm, 7, 0) \
  X(23, RmsNormGradient, rmsNormGradient, 9, 0) \
  X(24, BatchNorm, batchNorm, 12, 0) \
  X(25, BatchNormGradient, batchNormGradient, 10, 0) \
  X(30, Attention, attention, 23, 0) \
  X(31, AttentionGradient, attentionGradient, 27, 0) \
  X(40, Embedding, embedding, 9, 0) \
  X(41, EmbeddingGradient, embeddingGradient, 10, 0) \
  X(42, WriteRows, writeRows, 6, 0) \
  X(50, CrossEntropy, crossEntropy, 8, 0) \
  X(51, CrossEntropyGradient, crossEntropyGradient, 9, 0) \
  X(70, RnnScan, rnnScan, 8, 0) \
  X(71, RnnScanGradient, rnnScanGradient, 8, 0) \
  X(72, GruScan, gruScan, 10, 0) \
  X(73, GruScanGradient, gruScanGradient, 12, 0) \
  X(74, LstmScan, lstmScan, 12, 0) \
  X(75, LstmScanGradient, lstmScanGradient, 12, 0) \
  X(60, GlobalNorm, globalNorm, 1, 2) \
  X(61, AdamStep, adamStep, 3, 6) \
  X(62, SgdStep, sgdStep, 3, 5)

}  // namespace prattle
