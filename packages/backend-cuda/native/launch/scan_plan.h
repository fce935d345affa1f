// How a recurrent scan is cut into launches and blocks (kernels: src/kernels/scan.cuh).
#pragma once
#include "launch/launch.h"
#include "scan/scan_work.h"

namespace prattle::cuda {

struct ScanSize {
  Index batch, time, width;
};

struct ScanLaunches {
  /// Whether one launch takes all steps.
  bool whole;
  Grid grid;
  int threads;
  size_t sharedBytes;
  /// The block's part of the plan; matrix, steps and `aligned` are for the caller to fill in.
  ScanPlan plan;
};

/// `width` at least 1.
ScanLaunches planScan(const DeviceFacts&, const ScanShape&, const ScanSize&);

}  // namespace prattle::cuda
