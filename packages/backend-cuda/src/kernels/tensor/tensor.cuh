// What kernels of tensor operations share.
#pragma once
#include "shared/device.cuh"
#include "tensor_work.h"

namespace prattle {

/// Bytes of 0 and 1.
typedef unsigned char Bool;

/// Wraps around as JavaScript's integers do, where C++ leaves it undefined.
PRATTLE_DEVICE int32_t wrapped(unsigned value) { return (int32_t)value; }

/// The float as int32: without its fraction, the nearest where it does not fit, 0 where it is no number.
PRATTLE_DEVICE int32_t truncated(float x) {
  return x >= 2147483648.0f ? INT32_MAX : x >= -2147483648.0f ? (int32_t)x : x < 0.0f ? INT32_MIN : 0;
}

template <class Count>
PRATTLE_DEVICE void walkWith(const AxesWork& axes, Count i, Index& first, Index& second) {
  first = second = 0;
  for (int axis = axes.rank - 1; axis > 0; axis--) {
    const Count length = (Count)axes.lengths[axis], rest = i / length;
    const Index at = (Index)(i - rest * length);
    first += at * axes.first[axis];
    second += at * axes.second[axis];
    i = rest;
  }
  if (axes.rank > 0) {
    first += (Index)i * axes.first[0];
    second += (Index)i * axes.second[0];
  }
}

/// Whether 32 bits are enough to divide the indices of so many elements: division of 64 bits takes several times as long.
PRATTLE_DEVICE bool isShort(Index size) { return size <= (Index)UINT32_MAX; }

/// Where element i of the array lies in each of the two places.
PRATTLE_DEVICE void walk(const AxesWork& axes, Index i, Index& first, Index& second) {
  if (isShort(axes.size)) walkWith<unsigned>(axes, (unsigned)i, first, second);
  else walkWith<uint64_t>(axes, (uint64_t)i, first, second);
}

}  // namespace prattle
