// Sums in double precision, where a result is made of many partial sums.
#pragma once
#include "device.cuh"

namespace prattle {

/// The block's sum, right in thread 0. `room` is shared memory for a number for each thread; their count is a power of two.
PRATTLE_DEVICE double blockSumInDouble(double value, double* room) {
  room[threadIdx.x] = value;
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    __syncthreads();
    if ((int)threadIdx.x < half) room[threadIdx.x] += room[threadIdx.x + half];
  }
  return room[0];
}

}  // namespace prattle
