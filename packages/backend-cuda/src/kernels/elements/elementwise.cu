// Operations on single elements, in strides of the grid. Bound by memory.
#include "shared/activation.cuh"

using namespace prattle;

PRATTLE_KERNEL(fill, Fill, 256) {
  const float value = (float)c.value;
  for (Index i = globalThread(); i < c.size; i += globalThreads()) c.y[i] = value;
}

PRATTLE_KERNEL(square_root, SquareRoot, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) c.y[i] = sqrtf(c.x[i]);
}

PRATTLE_KERNEL(scale, Scale, 256) {
  const float factor = (float)c.factor;
  for (Index i = globalThread(); i < c.size; i += globalThreads()) c.y[i] = c.x[i] * factor;
}

PRATTLE_KERNEL(truncate, Truncate, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) {
    const float x = c.x[i];
    // What does not fit is undefined in C++.
    c.y[i] = x >= 2147483648.0f ? INT32_MAX : x >= -2147483648.0f ? (int32_t)x : x < 0.0f ? INT32_MIN : 0;
  }
}

PRATTLE_KERNEL(activation, Activation, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) c.y[i] = activate(c.activation, c.x[i]);
}

PRATTLE_KERNEL(activation_gradient, ActivationGradient, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) c.dx[i] = c.dy[i] * activationSlope(c.activation, c.saved[i]);
}
