// Functions of single elements, a thread an element in strides of the grid. Which function is the same for all threads, so
// that the branch costs next to nothing beside the memory traffic.
//
// The formulas are those of tfjs's kernels in JavaScript, in float32 instead of float64: within 4 units in the last place,
// erf within 2e-7 of them, since theirs is an approximation.
#include "tensor.cuh"

using namespace prattle;

namespace {

PRATTLE_DEVICE float sign(float x) { return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : 0.0f; }

PRATTLE_DEVICE float mapFloat(MapFunction function, float x, float alpha, float beta) {
  switch (function) {
    case MapFunction::kAbs: return fabsf(x);
    case MapFunction::kNegate: return -x;
    case MapFunction::kSign: return sign(x);
    case MapFunction::kSquare: return x * x;
    case MapFunction::kRelu: return x > 0.0f || x != x ? x : 0.0f;
    case MapFunction::kClip: return x > beta ? beta : x < alpha ? alpha : x;
    case MapFunction::kFloor: return floorf(x);
    case MapFunction::kCeil: return ceilf(x);
    case MapFunction::kRound: return rintf(x);
    case MapFunction::kExp: return expf(x);
    case MapFunction::kExpm1: return expm1f(x);
    case MapFunction::kLog: return logf(x);
    case MapFunction::kLog1p: return log1pf(x);
    case MapFunction::kRsqrt: return 1.0f / sqrtf(x);
    case MapFunction::kReciprocal: return 1.0f / x;
    case MapFunction::kSin: return sinf(x);
    case MapFunction::kCos: return cosf(x);
    case MapFunction::kTan: return tanf(x);
    case MapFunction::kAsin: return asinf(x);
    case MapFunction::kAcos: return acosf(x);
    case MapFunction::kAtan: return atanf(x);
    case MapFunction::kSinh: return sinhf(x);
    case MapFunction::kCosh: return coshf(x);
    case MapFunction::kAsinh: return asinhf(x);
    case MapFunction::kAcosh: return acoshf(x);
    case MapFunction::kAtanh: return atanhf(x);
    case MapFunction::kErf: return erff(x);
    // log(1 + eˣ), which neither overflows nor cancels this way.
    case MapFunction::kSoftplus: return (x > 0.0f ? x : 0.0f) + log1pf(expf(-fabsf(x))) + (x != x ? x : 0.0f);
    case MapFunction::kElu: return beta * (x >= 0.0f ? x : alpha * expm1f(x));
    case MapFunction::kLeakyRelu: return x < 0.0f ? alpha * x : x;
    case MapFunction::kStep: return x != x ? x : x > 0.0f ? 1.0f : alpha;
    default: return x;
  }
}

PRATTLE_DEVICE Bool testFloat(MapFunction function, float x) {
  const bool number = x == x, infinite = fabsf(x) == INFINITY;
  return function == MapFunction::kIsNan ? !number : function == MapFunction::kIsInfinite ? infinite : number && !infinite;
}

PRATTLE_DEVICE int32_t mapInteger(MapFunction function, int32_t x, double alpha, double beta) {
  switch (function) {
    case MapFunction::kAbs: return x < 0 ? wrapped(0u - (unsigned)x) : x;
    case MapFunction::kNegate: return wrapped(0u - (unsigned)x);
    case MapFunction::kSign: return (x > 0) - (x < 0);
    case MapFunction::kSquare: return wrapped((unsigned)x * (unsigned)x);
    case MapFunction::kRelu: return x > 0 ? x : 0;
    case MapFunction::kClip: return (int32_t)((double)x > beta ? beta : (double)x < alpha ? alpha : (double)x);
    default: return x;
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_map, Map, 256) {
  const MapFunction function = (MapFunction)c.function;
  const float alpha = (float)c.alpha, beta = (float)c.beta;
  const bool tests = function >= MapFunction::kIsNan;
  for (Index i = globalThread(); i < c.size; i += globalThreads()) {
    switch ((Element)c.type) {
      case Element::kFloat32: {
        const float x = static_cast<const float*>(c.x)[i];
        if (tests) static_cast<Bool*>(c.y)[i] = testFloat(function, x);
        else static_cast<float*>(c.y)[i] = mapFloat(function, x, alpha, beta);
        break;
      }
      case Element::kInt32:
        static_cast<int32_t*>(c.y)[i] = mapInteger(function, static_cast<const int32_t*>(c.x)[i], c.alpha, c.beta);
        break;
      case Element::kBool: static_cast<Bool*>(c.y)[i] = !static_cast<const Bool*>(c.x)[i]; break;
    }
  }
}
