// What the filter of a two-dimensional convolution sees, written side by side for a matrix product, and the way back. A
// thread takes an element in strides of the grid; channels are innermost in both, so that a warp reads and writes in order.
// `fold` gathers: an element adds up the columns that are copies of it, row by row of the filter, always in that order.
// Sums of at most filterHeight · filterWidth terms, within that many roundings of the sum.
#include "tensor.cuh"

using namespace prattle;

namespace {

template <class Count>
PRATTLE_DEVICE void unfold(const Unfold& c, Count size) {
  const Count channels = (Count)c.channels, filterWidth = (Count)c.filterWidth, filterHeight = (Count)c.filterHeight;
  const Count outWidth = (Count)c.outWidth, outHeight = (Count)c.outHeight;
  for (Index thread = globalThread(); thread < (Index)size; thread += globalThreads()) {
    const Count i = (Count)thread, filterElement = i / channels, filterLine = filterElement / filterWidth;
    const Count position = filterLine / filterHeight, line = position / outWidth, sequence = line / outHeight;
    const Index column = (Index)(position - line * outWidth) * c.strideWidth - c.left +
                         (Index)(filterElement - filterLine * filterWidth) * c.dilationWidth;
    const Index row = (Index)(line - sequence * outHeight) * c.strideHeight - c.top +
                      (Index)(filterLine - position * filterHeight) * c.dilationHeight;
    const bool inside = row >= 0 && row < c.height && column >= 0 && column < c.width;
    const Index channel = (Index)(i - filterElement * channels);
    c.columns[thread] = inside ? c.x[(((Index)sequence * c.height + row) * c.width + column) * c.channels + channel] : 0.0f;
  }
}

/// The position of the filter, along one axis, in which its element `at` lies on element `i` of x; -1 where there is none.
PRATTLE_DEVICE int positionOver(int i, int at, Index before, Index dilation, Index stride, Index positions) {
  const int start = i + (int)before - at * (int)dilation, position = start / (int)stride;
  return start >= 0 && position * (int)stride == start && position < positions ? position : -1;
}

template <class Count>
PRATTLE_DEVICE void fold(const Fold& c, Count size) {
  const Count channels = (Count)c.channels, width = (Count)c.width, height = (Count)c.height;
  for (Index thread = globalThread(); thread < (Index)size; thread += globalThreads()) {
    const Count i = (Count)thread, pixel = i / channels, line = pixel / width, sequence = line / height;
    const int channel = (int)(i - pixel * channels), column = (int)(pixel - line * width), row = (int)(line - sequence * height);
    float sum = 0.0f;
    for (int filterRow = 0; filterRow < c.filterHeight; filterRow++) {
      const int top = positionOver(row, filterRow, c.top, c.dilationHeight, c.strideHeight, c.outHeight);
      if (top < 0) continue;
      for (int filterColumn = 0; filterColumn < c.filterWidth; filterColumn++) {
        const int left = positionOver(column, filterColumn, c.left, c.dilationWidth, c.strideWidth, c.outWidth);
        if (left < 0) continue;
        const Index position = ((Index)sequence * c.outHeight + top) * c.outWidth + left;
        sum += c.columns[((position * c.filterHeight + filterRow) * c.filterWidth + filterColumn) * c.channels + channel];
      }
    }
    c.x[thread] = sum;
  }
}

}  // namespace

PRATTLE_KERNEL(tensor_unfold, Unfold, 256) {
  const Index size = c.batch * c.outHeight * c.outWidth * c.filterHeight * c.filterWidth * c.channels;
  if (isShort(size)) unfold<unsigned>(c, (unsigned)size);
  else unfold<uint64_t>(c, (uint64_t)size);
}

PRATTLE_KERNEL(tensor_fold, Fold, 256) {
  const Index size = c.batch * c.height * c.width * c.channels;
  if (isShort(size)) fold<unsigned>(c, (unsigned)size);
  else fold<uint64_t>(c, (uint64_t)size);
}
