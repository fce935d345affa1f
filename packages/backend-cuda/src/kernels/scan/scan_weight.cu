// The recurrent weight [parts, width, width] as the scans read it: all sizes padded to fours with zeros. Bound by memory.
#include "scan.cuh"

using namespace prattle;

constexpr int kTile = 32, kTileThreads = 256;

/// Forward: matrix [width, parts, width] takes the weight's transpose, tile by tile; blocks are (columns, rows, part).
PRATTLE_KERNEL(scan_weight_transposed, ScanWeight, kTileThreads) {
  // One column more than needed, so that neither rows nor columns of the tile share a bank.
  __shared__ float tile[kTile][kTile + 1];
  const int padded = paddedWidth(c.width), x = threadIdx.x % kTile;
  const Index column = (Index)blockIdx.x * kTile, row = (Index)blockIdx.y * kTile, part = blockIdx.z;
  for (int y = threadIdx.x / kTile; y < kTile; y += kTileThreads / kTile) {
    const bool within = row + y < c.width && column + x < c.width;
    tile[y][x] = within ? c.weight[(part * c.width + row + y) * c.width + column + x] : 0.0f;
  }
  __syncthreads();
  for (int y = threadIdx.x / kTile; y < kTile; y += kTileThreads / kTile)
    if (column + y < padded && row + x < padded) c.matrix[((column + y) * c.parts + part) * padded + row + x] = tile[x][y];
}

/// Backward: matrix [parts, width, width] is a copy.
PRATTLE_KERNEL(scan_weight_padded, ScanWeight, 256) {
  const int padded = paddedWidth(c.width);
  for (Index i = globalThread(); i < c.parts * padded * padded; i += globalThreads()) {
    const Index column = i % padded, row = i / padded % padded, part = i / padded / padded;
    c.matrix[i] = row < c.width && column < c.width ? c.weight[(part * c.width + row) * c.width + column] : 0.0f;
  }
}
