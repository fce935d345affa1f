// What a launcher can say of a dropout before the device reads the run's counter.
#pragma once
#include "runtime.h"

namespace prattle {

struct DropoutRule {
  uint32_t site;
  /// A draw's upper 24 bits are at least this where the element stays.
  uint32_t threshold;
  /// 1 / (1 - rate)
  float keepScale;
};

/// On the CPU, because double precision is slow on most GPUs.
inline DropoutRule dropoutRule(Index site, double rate) {
  const double scaled = (double)(float)rate * 16777216.0;
  uint32_t threshold = (uint32_t)scaled;
  if (threshold < scaled) threshold++;
  return {(uint32_t)site, threshold, (float)(1.0 / (1.0 - rate))};
}

}  // namespace prattle
