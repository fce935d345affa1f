// Tensor operations whose elements do not meet: sequences, conversions, choices, one-hot rows, picked elements. In strides
// of the grid, a thread an element; all bound by memory, all exact.
#include "tensor.cuh"

using namespace prattle;

PRATTLE_KERNEL(tensor_sequence, Sequence, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) {
    const double value = c.start + (double)i * c.step;
    switch ((Element)c.type) {
      case Element::kFloat32: static_cast<float*>(c.y)[i] = (float)value; break;
      case Element::kInt32: static_cast<int32_t*>(c.y)[i] = (int32_t)value; break;
      case Element::kBool: static_cast<Bool*>(c.y)[i] = value != 0.0; break;
    }
  }
}

namespace {

template <class From>
PRATTLE_DEVICE void convert(const Convert& c, Index i) {
  const From x = static_cast<const From*>(c.x)[i];
  switch ((Element)c.to) {
    case Element::kFloat32: static_cast<float*>(c.y)[i] = (float)x; break;
    case Element::kInt32:
      // Only floats may not fit.
      static_cast<int32_t*>(c.y)[i] = (Element)c.from == Element::kFloat32 ? truncated((float)x) : (int32_t)x;
      break;
    case Element::kBool: static_cast<Bool*>(c.y)[i] = x != (From)0; break;
  }
}

template <class Value>
PRATTLE_DEVICE void choose(const Select& c, Index i) {
  const bool first = static_cast<const Bool*>(c.condition)[i] != 0;
  static_cast<Value*>(c.y)[i] = static_cast<const Value*>(first ? c.a : c.b)[i];
}

template <class Value, class Count>
PRATTLE_DEVICE void take(const Take& c, Count size) {
  const Count inner = (Count)c.inner, count = (Count)c.count, outer = (Count)c.outer;
  for (Index thread = globalThread(); thread < (Index)size; thread += globalThreads()) {
    const Count i = (Count)thread, row = i / inner, block = row / count, batch = block / outer;
    const Index index = c.indices[batch * count + (row - block * count)];
    const bool inside = index >= 0 && index < c.length;
    const Index from = ((Index)block * c.length + index) * c.inner + (Index)(i - row * inner);
    static_cast<Value*>(c.y)[thread] = inside ? static_cast<const Value*>(c.x)[from] : (Value)0;
  }
}

template <class Value>
PRATTLE_DEVICE void take(const Take& c) {
  const Index size = c.batch * c.outer * c.count * c.inner;
  if (isShort(size)) take<Value>(c, (unsigned)size);
  else take<Value>(c, (uint64_t)size);
}

}  // namespace

PRATTLE_KERNEL(tensor_convert, Convert, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) {
    switch ((Element)c.from) {
      case Element::kFloat32: convert<float>(c, i); break;
      case Element::kInt32: convert<int32_t>(c, i); break;
      case Element::kBool: convert<Bool>(c, i); break;
    }
  }
}

PRATTLE_KERNEL(tensor_select, Select, 256) {
  for (Index i = globalThread(); i < c.size; i += globalThreads()) {
    if (c.bytes == 1) choose<Bool>(c, i);
    else choose<uint32_t>(c, i);
  }
}

PRATTLE_KERNEL(tensor_take, Take, 256) {
  if (c.bytes == 1) take<Bool>(c);
  else take<uint32_t>(c);
}

PRATTLE_KERNEL(tensor_one_hot, OneHot, 256) {
  const Index size = c.count * c.depth;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    const Index row = isShort(size) ? (Index)((unsigned)i / (unsigned)c.depth) : i / c.depth;
    const double value = c.indices[row] == i - row * c.depth ? c.on : c.off;
    switch ((Element)c.type) {
      case Element::kFloat32: static_cast<float*>(c.y)[i] = (float)value; break;
      case Element::kInt32: static_cast<int32_t*>(c.y)[i] = (int32_t)value; break;
      case Element::kBool: static_cast<Bool*>(c.y)[i] = value != 0.0; break;
    }
  }
}
