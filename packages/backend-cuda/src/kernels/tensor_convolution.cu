// What the filter of a two-dimensional convolution sees, written side by side for a matrix product, and the way back. A
// thread takes an element in strides of the grid; channels are innermost in both, so that a warp reads and writes in order.
// `fold` gathers: an element adds up the columns that are copies of it, row by row of the filter, always in that order.
// Sums of at most filterHeight · filterWidth terms, within that many roundings of the sum.
#include "tensor.cuh"

using namespace prattle;

PRATTLE_KERNEL(tensor_unfold, Unfold, 256) {
  const Index size = c.batch * c.outHeight * c.outWidth * c.filterHeight * c.filterWidth * c.channels;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    Index rest = i / c.channels;
    const Index channel = i % c.channels;
    const Index filterColumn = rest % c.filterWidth;
    rest /= c.filterWidth;
    const Index filterRow = rest % c.filterHeight;
    rest /= c.filterHeight;
    const Index column = rest % c.outWidth * c.strideWidth - c.left + filterColumn * c.dilationWidth;
    rest /= c.outWidth;
    const Index row = rest % c.outHeight * c.strideHeight - c.top + filterRow * c.dilationHeight;
    const Index sequence = rest / c.outHeight;
    const bool inside = row >= 0 && row < c.height && column >= 0 && column < c.width;
    c.columns[i] = inside ? c.x[((sequence * c.height + row) * c.width + column) * c.channels + channel] : 0.0f;
  }
}

PRATTLE_KERNEL(tensor_fold, Fold, 256) {
  const Index size = c.batch * c.height * c.width * c.channels;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    const Index channel = i % c.channels, column = i / c.channels % c.width;
    const Index row = i / (c.channels * c.width) % c.height, sequence = i / (c.channels * c.width * c.height);
    float sum = 0.0f;
    for (Index filterRow = 0; filterRow < c.filterHeight; filterRow++) {
      // Where the filter lies when this element is under its row.
      const Index top = row + c.top - filterRow * c.dilationHeight;
      if (top < 0 || top % c.strideHeight != 0 || top / c.strideHeight >= c.outHeight) continue;
      for (Index filterColumn = 0; filterColumn < c.filterWidth; filterColumn++) {
        const Index left = column + c.left - filterColumn * c.dilationWidth;
        if (left < 0 || left % c.strideWidth != 0 || left / c.strideWidth >= c.outWidth) continue;
        const Index position = (sequence * c.outHeight + top / c.strideHeight) * c.outWidth + left / c.strideWidth;
        sum += c.columns[((position * c.filterHeight + filterRow) * c.filterWidth + filterColumn) * c.channels + channel];
      }
    }
    c.x[i] = sum;
  }
}
