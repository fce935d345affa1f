// Functions of two elements with broadcasting over up to six axes, a thread an element of the result in strides of the
// grid. The results are written in order; what is read lies in order, too, unless it is repeated along the last axis.
//
// As tfjs's kernels in JavaScript, in float32 instead of float64: exact but for power and atan2, within 4 units in the last place.
#include "tensor.cuh"

using namespace prattle;

namespace {

PRATTLE_DEVICE float floorRemainder(float a, float b) {
  const float rest = fmodf(a, b);
  return (a < 0.0f && b < 0.0f) || (a >= 0.0f && b >= 0.0f) ? rest : fmodf(rest + b, b);
}

PRATTLE_DEVICE float zipNumbers(ZipFunction function, float a, float b) {
  switch (function) {
    case ZipFunction::kSum: return a + b;
    case ZipFunction::kDifference: return a - b;
    case ZipFunction::kProduct: return a * b;
    case ZipFunction::kMaximum: return a > b || a != a ? a : b;
    case ZipFunction::kMinimum: return a < b || a != a ? a : b;
    case ZipFunction::kSquaredDifference: return (a - b) * (a - b);
    case ZipFunction::kFloorQuotient: return floorf(a / b);
    case ZipFunction::kRemainder: return floorRemainder(a, b);
    case ZipFunction::kPower: return powf(a, b);
    case ZipFunction::kQuotient: return a / b;
    case ZipFunction::kAtan2: return atan2f(a, b);
    case ZipFunction::kPrelu: return a < 0.0f ? b * a : a;
    case ZipFunction::kEluGradient: return b >= 0.0f ? a : a * (b + 1.0f);
    default: return 0.0f;
  }
}

/// In 64 bits, where neither -2³¹ / -1 nor a sum overflows.
PRATTLE_DEVICE int64_t floorQuotient(int64_t a, int64_t b) {
  if (b == 0) return 0;
  const int64_t quotient = a / b;
  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

PRATTLE_DEVICE int32_t zipNumbers(ZipFunction function, int32_t a, int32_t b) {
  const unsigned ua = (unsigned)a, ub = (unsigned)b;
  switch (function) {
    case ZipFunction::kSum: return wrapped(ua + ub);
    case ZipFunction::kDifference: return wrapped(ua - ub);
    case ZipFunction::kProduct: return wrapped(ua * ub);
    case ZipFunction::kMaximum: return a > b ? a : b;
    case ZipFunction::kMinimum: return a < b ? a : b;
    case ZipFunction::kSquaredDifference: return wrapped((ua - ub) * (ua - ub));
    case ZipFunction::kFloorQuotient: return wrapped((unsigned)floorQuotient(a, b));
    case ZipFunction::kRemainder: return b == 0 ? 0 : wrapped((unsigned)(a - floorQuotient(a, b) * b));
    case ZipFunction::kPower: {
      // JavaScript's numbers have 53 bits and turn into int32 by wrapping around.
      const double power = pow((double)a, (double)b);
      return fabs(power) < 9007199254740992.0 ? wrapped((unsigned)(int64_t)power) : 0;
    }
    default: return 0;
  }
}

PRATTLE_DEVICE Bool zipNumbers(ZipFunction function, Bool a, Bool b) { return function == ZipFunction::kAnd ? a && b : a || b; }

template <class Value>
PRATTLE_DEVICE Bool compare(ZipFunction function, Value a, Value b) {
  switch (function) {
    case ZipFunction::kEqual: return a == b;
    case ZipFunction::kNotEqual: return a != b;
    case ZipFunction::kGreater: return a > b;
    case ZipFunction::kGreaterEqual: return a >= b;
    case ZipFunction::kLess: return a < b;
    default: return a <= b;
  }
}

template <class Value>
PRATTLE_DEVICE void zip(const ZipWork& c) {
  const ZipFunction function = (ZipFunction)c.function;
  const bool compares = function >= ZipFunction::kEqual && function <= ZipFunction::kLessEqual;
  for (Index i = globalThread(); i < c.axes.size; i += globalThreads()) {
    Index first, second;
    walk(c.axes, i, first, second);
    const Value a = static_cast<const Value*>(c.a)[first], b = static_cast<const Value*>(c.b)[second];
    if (compares) static_cast<Bool*>(c.y)[i] = compare(function, a, b);
    else static_cast<Value*>(c.y)[i] = zipNumbers(function, a, b);
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_zip_float, ZipWork, 256) { zip<float>(c); }
PRATTLE_KERNEL(tensor_zip_integer, ZipWork, 256) { zip<int32_t>(c); }
PRATTLE_KERNEL(tensor_zip_bool, ZipWork, 256) { zip<Bool>(c); }
