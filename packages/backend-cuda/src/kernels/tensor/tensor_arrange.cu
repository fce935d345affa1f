// Copies of elements from one arrangement to another: transpositions, slices, joins, repetitions, reversals.
//
// In general a thread takes an element, in strides of the grid in the order of the indices. Where x is contiguous along
// another axis than y, that would make every read of a warp a transaction of its own: then a block of 32 x 8 threads moves
// a tile of 32 x 32 through shared memory, its rows a word longer than they are, so that columns meet no bank twice.
#include "tensor.cuh"

using namespace prattle;

namespace {

template <class Value>
PRATTLE_DEVICE void arrange(const ArrangeWork& c) {
  for (Index i = globalThread(); i < c.axes.size; i += globalThreads()) {
    Index y, x;
    walk(c.axes, i, y, x);
    static_cast<Value*>(c.y)[y] = static_cast<const Value*>(c.x)[x];
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_arrange_words, ArrangeWork, 256) { arrange<uint32_t>(c); }
PRATTLE_KERNEL(tensor_arrange_bytes, ArrangeWork, 256) { arrange<Bool>(c); }

PRATTLE_KERNEL(tensor_turn, TurnWork, kTile * kTileRows) {
  __shared__ uint32_t tile[kTile][kTile + 1];
  const int lane = threadIdx.x % kTile, line = threadIdx.x / kTile;
  const Index tilesAcross = (c.columns + kTile - 1) / kTile, tilesDown = (c.rows + kTile - 1) / kTile;
  const Index tiles = tilesAcross * tilesDown * c.batches.size;
  for (Index t = blockIdx.x; t < tiles; t += gridDim.x) {
    const Index row = t / tilesAcross % tilesDown * kTile, column = t % tilesAcross * kTile;
    Index offsetY, offsetX;
    walk(c.batches, t / (tilesAcross * tilesDown), offsetY, offsetX);
    const uint32_t* const x = static_cast<const uint32_t*>(c.x) + offsetX;
    uint32_t* const y = static_cast<uint32_t*>(c.y) + offsetY;
    for (int i = line; i < kTile; i += kTileRows) {
      if (column + i < c.columns && row + lane < c.rows) tile[i][lane] = x[(column + i) * c.strideX + row + lane];
    }
    __syncthreads();
    for (int i = line; i < kTile; i += kTileRows) {
      if (row + i < c.rows && column + lane < c.columns) y[(row + i) * c.strideY + column + lane] = tile[lane][i];
    }
    __syncthreads();
  }
}
