// Kernels that work row by row: norms, embedding, cross-entropy.
#include <algorithm>
#include <cmath>
#include <utility>

#include "harness.h"

namespace prattle {

void testNormalization(Case& c) {
  const Index rows = c.pick({1, 2, 3, 17, 64, 300}), width = c.pick({1, 2, 7, 16, 17, 31, 32, 64, 65, 100, 384});
  const bool centred = c.flip(), withBias = c.flip(), withResidual = c.flip();
  const double epsilon = 1e-5;
  Floats x = c.floats(rows * width, -1, 3), weight = c.floats(width, 0.5, 1.5), bias = c.floats(width), dy = c.floats(rows * width);
  Floats residual = c.floats(rows * width), y(x.size()), dx(x.size()), dweight((size_t)width), dbias((size_t)width, 0.f);
  Floats stats((size_t)(rows * (centred ? 2 : 1)));
  c.describe(std::string(centred ? "layer" : "rms") + " norm rows " + std::to_string(rows) + " width " + std::to_string(width));
  const float* residualPointer = withResidual ? residual.data() : nullptr;
  if (centred) {
    c.engine.apply(LayerNorm{y.data(), stats.data(), x.data(), weight.data(), withBias ? bias.data() : nullptr, rows, width, epsilon});
    c.engine.apply(LayerNormGradient{dx.data(), dweight.data(), withBias ? dbias.data() : nullptr, dy.data(), x.data(), weight.data(),
                                     stats.data(), residualPointer, rows, width});
  } else {
    c.engine.apply(RmsNorm{y.data(), stats.data(), x.data(), weight.data(), rows, width, epsilon});
    c.engine.apply(RmsNormGradient{dx.data(), dweight.data(), dy.data(), x.data(), weight.data(), stats.data(), residualPointer, rows, width});
  }
  Doubles expectedY(y.size()), expectedDx(dx.size()), expectedDweight((size_t)width, 0.0), expectedDbias((size_t)width, 0.0);
  double steepest = 1;  // gradients of nearly constant rows are as large as their 1/deviation
  for (Index r = 0; r < rows; r++) {
    const size_t at = (size_t)(r * width);
    double mean = 0, variance = 0, meanT = 0, meanTz = 0;
    for (Index i = 0; centred && i < width; i++) mean += x[at + i] / (double)width;
    for (Index i = 0; i < width; i++) variance += (x[at + i] - mean) * (x[at + i] - mean) / (double)width;
    const double inverse = 1 / std::sqrt(variance + epsilon);
    steepest = std::fmax(steepest, inverse);
    for (Index i = 0; i < width; i++) {
      const double z = (x[at + i] - mean) * inverse, t = (double)dy[at + i] * weight[i];
      expectedY[at + i] = z * weight[i] + (centred && withBias ? bias[i] : 0);
      expectedDweight[i] += dy[at + i] * z;
      if (centred && withBias) expectedDbias[i] += dy[at + i];
      meanT += centred ? t / (double)width : 0;
      meanTz += t * z / (double)width;
    }
    for (Index i = 0; i < width; i++) {
      const double z = (x[at + i] - mean) * inverse, t = (double)dy[at + i] * weight[i];
      expectedDx[at + i] = (t - meanT - z * meanTz) * inverse + (withResidual ? residual[at + i] : 0);
    }
  }
  c.expect("y", y, expectedY, 2e-6, steepest);
  c.expect("dx", dx, expectedDx, 3e-6, steepest);
  c.expect("dweight", dweight, expectedDweight, 3e-6, steepest);
  c.expect("dbias", dbias, expectedDbias, 1e-6, 1);
}

/// A random part of the table's rows, each once, in an order that is not theirs.
void testWriteRows(Case& c) {
  const Index tableRows = c.pick({1, 2, 7, 64, 500}), width = c.pick({1, 3, 16, 33, 64, 100});
  Integers rows((size_t)tableRows);
  for (Index r = 0; r < tableRows; r++) rows[(size_t)r] = (int32_t)r;
  for (Index r = tableRows - 1; r > 0; r--) std::swap(rows[(size_t)r], rows[(size_t)c.integer(0, r)]);
  const Index count = c.integer(1, tableRows);
  rows.resize((size_t)count);
  Floats table = c.floats(tableRows * width), values = c.floats(count * width);
  Doubles expected(table.begin(), table.end());
  for (Index n = 0; n < count; n++)
    for (Index i = 0; i < width; i++) expected[(size_t)(rows[(size_t)n] * width + i)] = values[(size_t)(n * width + i)];
  c.describe("write rows " + std::to_string(count) + " of " + std::to_string(tableRows) + " width " + std::to_string(width));
  c.engine.apply(WriteRows{table.data(), rows.data(), values.data(), count, width, tableRows});
  c.expect("table", table, expected, 0);
}

void testBatchNorm(Case& c) {
  // Two rows always come out as the same, whatever x: their gradient is next to nothing, and all of it cancels out.
  const Index rows = c.pick({3, 5, 17, 64, 900}), width = c.pick({1, 2, 7, 16, 17, 33, 64, 100});
  const bool unbiased = c.flip();
  const double epsilon = 1e-5, momentum = 0.1;
  Floats x = c.floats(rows * width, -1, 3), weight = c.floats(width, 0.5, 1.5), bias = c.floats(width), dy = c.floats(rows * width);
  Floats mean = c.floats(width), variance = c.floats(width, 0.5, 2), y(x.size()), stats((size_t)(2 * width)), dx(x.size());
  Floats dweight((size_t)width), dbias((size_t)width);
  const Floats meanBefore = mean, varianceBefore = variance;
  c.describe("batch norm rows " + std::to_string(rows) + " width " + std::to_string(width) + (unbiased ? " unbiased" : ""));
  c.engine.apply(BatchNorm{y.data(), stats.data(), x.data(), weight.data(), bias.data(), mean.data(), variance.data(), rows, width, unbiased,
                           epsilon, momentum});
  c.engine.apply(BatchNormGradient{dx.data(), dweight.data(), dbias.data(), dy.data(), x.data(), weight.data(), stats.data(), rows, width,
                                   unbiased});
  Doubles expectedY(y.size()), expectedDx(dx.size()), expectedDweight((size_t)width, 0.0), expectedDbias((size_t)width, 0.0);
  Doubles expectedMean((size_t)width), expectedVariance((size_t)width);
  double steepest = 1;  // gradients of nearly constant columns are as large as their 1/deviation
  for (Index i = 0; i < width; i++) {
    double center = 0, squares = 0;
    for (Index r = 0; r < rows; r++) center += x[(size_t)(r * width + i)] / (double)rows;
    for (Index r = 0; r < rows; r++) squares += std::pow(x[(size_t)(r * width + i)] - center, 2);
    const double divisor = (double)(unbiased ? rows - 1 : rows), inverse = 1 / std::sqrt(squares / divisor + epsilon);
    steepest = std::fmax(steepest, inverse);
    expectedMean[i] = meanBefore[i] + momentum * (center - meanBefore[i]);
    expectedVariance[i] = varianceBefore[i] + momentum * (squares / (double)(rows - 1) - varianceBefore[i]);
    for (Index r = 0; r < rows; r++) {
      const size_t at = (size_t)(r * width + i);
      expectedY[at] = (x[at] - center) * inverse * weight[i] + bias[i];
      expectedDbias[i] += dy[at];
      expectedDweight[i] += dy[at] * (x[at] - center) * inverse;
    }
    for (Index r = 0; r < rows; r++) {
      const size_t at = (size_t)(r * width + i);
      const double z = (x[at] - center) * inverse;
      expectedDx[at] = weight[i] * inverse * (dy[at] - expectedDbias[i] / (double)rows - z * expectedDweight[i] / divisor);
    }
  }
  c.expect("y", y, expectedY, 2e-6, steepest);
  c.expect("running mean", mean, expectedMean, 1e-6, 1);
  c.expect("running variance", variance, expectedVariance, 1e-6, 1);
  c.expect("dx", dx, expectedDx, 1e-5, steepest);
  c.expect("dweight", dweight, expectedDweight, 3e-6, steepest);
  c.expect("dbias", dbias, expectedDbias, 3e-6, 1);
}

void testEmbedding(Case& c) {
  const Index batch = c.pick({1, 2, 30}), time = c.pick({1, 3, 32}), width = c.pick({1, 5, 16, 17, 32, 64, 100});
  const Index rows = c.pick({1, 2, 27, 65}), offset = c.pick({0, 0, 2}), positionRows = offset + time + c.integer(0, 3), count = batch * time;
  const bool withPositions = c.flip();
  Floats table = c.floats(rows * width), positions = c.floats(positionRows * width), dy = c.floats(count * width);
  Integers ids = c.integers(count, 0, rows - 1);
  ids[(size_t)c.integer(0, count - 1)] = c.flip() ? -1 : (int32_t)rows;
  Floats y((size_t)(count * width)), dtable(table.size(), 7.f), dpositions(positions.size(), 7.f);
  c.describe("embedding count " + std::to_string(count) + " width " + std::to_string(width) + " rows " + std::to_string(rows));
  const float* positionsPointer = withPositions ? positions.data() : nullptr;
  c.engine.apply(Embedding{y.data(), ids.data(), table.data(), positionsPointer, count, time, width, rows, offset});
  c.engine.apply(EmbeddingGradient{dtable.data(), withPositions ? dpositions.data() : nullptr, dy.data(), ids.data(), count, time, width, rows,
                                   positionRows, offset});
  Doubles expectedY(y.size()), expectedTable(table.size(), 0.0), expectedPositions(positions.size(), withPositions ? 0.0 : 7.0);
  for (Index n = 0; n < count; n++) {
    const Index id = ids[(size_t)n];
    const bool known = id >= 0 && id < rows;
    for (Index i = 0; i < width; i++) {
      const size_t at = (size_t)(n * width + i), position = (size_t)((offset + n % time) * width + i);
      // A missing row is NaN; put a number in its place, so that NaN anywhere else is an error.
      if (!known && std::isnan(y[at])) y[at] = -99;
      expectedY[at] = known ? (double)table[id * width + i] + (withPositions ? positions[position] : 0) : -99;
      if (known) expectedTable[id * width + i] += dy[at];
      if (withPositions) expectedPositions[position] += dy[at];
    }
  }
  c.expect("y", y, expectedY, 1e-7);
  c.expect("dtable", dtable, expectedTable, 1e-6, 1);
  c.expect("dpositions", dpositions, expectedPositions, 1e-6, 1);
}

void testCrossEntropy(Case& c) {
  const Index rows = c.pick({1, 2, 15, 16, 33, 512}), width = c.pick({1, 2, 16, 17, 27, 65, 100});
  const double smoothing = c.flip() ? c.real(0, 0.3) : 0, spread = c.pick({1, 10, 60});
  Floats logits = c.floats(rows * width, -spread, spread), dy = c.floats(1, 0.5, 2);
  Integers targets = c.integers(rows, -1, width - 1);
  if (c.integer(0, 9) == 0) targets.assign(targets.size(), -1);
  Floats loss(1), stats((size_t)rows + 1), dlogits(logits.size());
  c.describe("cross-entropy rows " + std::to_string(rows) + " width " + std::to_string(width) + " smoothing " + std::to_string(smoothing));
  c.engine.apply(CrossEntropy{loss.data(), stats.data(), logits.data(), targets.data(), rows, width, -1, smoothing});
  c.engine.apply(CrossEntropyGradient{dlogits.data(), dy.data(), logits.data(), targets.data(), stats.data(), rows, width, -1, smoothing});
  Doubles expectedStats((size_t)rows + 1), expectedGradient(dlogits.size(), 0.0);
  double total = 0, counted = 0;
  for (int32_t target : targets) counted += target != -1;
  for (Index r = 0; r < rows; r++) {
    const float* x = &logits[(size_t)(r * width)];
    // Not fmax: GCC 12 for arm64 stops with an internal error where it makes vectors of it.
    double most = -1e300, sum = 0, mean = 0;
    for (Index i = 0; i < width; i++) most = std::max(most, (double)x[i]);
    for (Index i = 0; i < width; i++) {
      sum += std::exp(x[i] - most);
      mean += x[i] / (double)width;
    }
    const double logSum = most + std::log(sum);
    const Index target = targets[(size_t)r];
    expectedStats[(size_t)r] = logSum;
    if (target == -1) continue;
    total += logSum - (1 - smoothing) * x[target] - smoothing * mean;
    for (Index i = 0; i < width; i++) {
      const double wanted = smoothing / (double)width + (i == target ? 1 - smoothing : 0);
      expectedGradient[(size_t)(r * width + i)] = (std::exp(x[i] - logSum) - wanted) * dy[0] / counted;
    }
  }
  expectedStats[(size_t)rows] = counted;
  c.expect("loss", loss, {counted > 0 ? total / counted : 0}, 1e-6, 0.1);
  c.expect("stats", stats, expectedStats, 1e-6);
  // The log-sum-exp of large logits is rounded coarsely, which the exponential carries on.
  c.expect("dlogits", dlogits, expectedGradient, 1e-6 + 4e-8 * spread, dy[0] / std::fmax(counted, 1));
}

}  // namespace prattle
