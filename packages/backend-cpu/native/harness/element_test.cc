// Kernels that work element by element: activations (and with them exp, tanh, erf), dropout, optimisers.
#include <cmath>

#include "harness.h"

namespace prattle {

/// Relative errors, element by element: what a maximum norm would hide near 0.
void testMath(Case& c) {
  const Index size = 4099;
  const double reach = c.pick({1, 3, 12});
  Floats x = c.floats(size, -reach, reach), y(x.size());
  for (size_t i = 0; i < 100; i++) x[i] *= 1e-4f;
  c.describe("tanh reach " + std::to_string(reach));
  c.engine.apply(Activation{y.data(), x.data(), size, kTanh});
  Floats ratio(y.size());
  for (size_t i = 0; i < y.size(); i++) ratio[i] = x[i] == 0 ? 1.f : (float)(y[i] / std::tanh((double)x[i]));
  c.expect("ratio", ratio, Doubles(ratio.size(), 1.0), 3.5e-7);
  // Cross-entropy of one logit against 0 is log(1 + exp(x)): exp and log together.
  Floats pairs((size_t)(2 * size), 0.f), loss(1), stats((size_t)size + 1);
  for (Index i = 0; i < size; i++) pairs[(size_t)(2 * i)] = x[(size_t)i];
  const Integers targets((size_t)size, 1);
  c.describe("exp and log, reach " + std::to_string(reach));
  c.engine.apply(CrossEntropy{loss.data(), stats.data(), pairs.data(), targets.data(), size, 2, -1, 0});
  stats.pop_back();
  Doubles expected;
  for (float v : x) expected.push_back(std::fmax(v, 0.0) + std::log1p(std::exp(-std::fabs((double)v))));
  c.expect("log(1 + exp)", stats, expected, 2e-7);
}

void testElementwise(Case& c) {
  const Index size = c.pick({1, 3, 16, 17, 1000, 70001}), kind = c.pick({kNone, kRelu, kGelu, kGeluTanh, kTanh});
  Floats x = c.floats(size, -6, 6), other = c.floats(size), out((size_t)size);
  const double factor = c.real(-2, 2);
  Doubles expected((size_t)size);
  auto expect = [&](const char* name, double tolerance, auto&& reference) {
    for (size_t i = 0; i < expected.size(); i++) expected[i] = reference(i);
    c.expect(name, out, expected, tolerance, 0.1);
  };
  c.describe("elementwise size " + std::to_string(size) + " activation " + std::to_string(kind));
  c.engine.apply(Fill{out.data(), size, factor});
  expect("fill", 1e-7, [&](size_t) { return factor; });
  Floats squares = x;
  for (float& value : squares) value *= value;
  c.engine.apply(SquareRoot{out.data(), squares.data(), size});
  expect("square root", 2e-7, [&](size_t i) { return std::fabs((double)x[i]); });
  Integers whole((size_t)size);
  c.engine.apply(Truncate{whole.data(), x.data(), size});
  for (size_t i = 0; i < whole.size(); i++) out[i] = (float)whole[i];
  expect("truncate", 0, [&](size_t i) { return std::trunc((double)x[i]); });
  c.engine.apply(Scale{out.data(), x.data(), size, factor});
  expect("scale", 2e-7, [&](size_t i) { return x[i] * factor; });
  c.engine.apply(Activation{out.data(), x.data(), size, kind});
  expect("activation", 1e-6, [&](size_t i) { return activate(kind, x[i]); });
  const Floats saved = kind == kTanh || kind == kRelu ? out : x;
  c.engine.apply(ActivationGradient{out.data(), other.data(), saved.data(), size, kind});
  expect("activation gradient", 1e-6, [&](size_t i) { return other[i] * activationSlope(kind, x[i]); });
}

void testRows(Case& c) {
  const Index rows = c.pick({1, 2, 7, 500}), width = c.pick({1, 3, 16, 33, 1000, 70001}) / (rows > 7 ? 100 : 1) + 1;
  const Index gap = c.pick({0, 5});
  Floats x = c.floats(rows * (width + gap), -2, 2), other = c.floats(rows * (width + gap), 1, 2), out((size_t)(rows * width));
  Doubles expected(out.size());
  auto expect = [&](const char* name, double tolerance, auto&& reference) {
    for (Index row = 0; row < rows; row++)
      for (Index i = 0; i < width; i++) expected[(size_t)(row * width + i)] = reference(row, i);
    c.expect(name, out, expected, tolerance, 0.1);
  };
  c.describe("rows " + std::to_string(rows) + " of " + std::to_string(width) + " and " + std::to_string(gap));
  c.engine.apply(CopyRows{out.data(), x.data(), rows, width, width, width + gap});
  expect("copy", 0, [&](Index row, Index i) { return x[(size_t)(row * (width + gap) + i)]; });
  // Each operand a table, a row, a column or one number.
  const Index strideA = c.pick({0, 1, (int)(width + gap)}), strideB = c.pick({0, 1, (int)(width + gap)});
  const Index stepA = strideA == 1 ? 0 : c.pick({0, 1}), stepB = strideB == 1 ? 0 : c.pick({0, 1});
  const Index kind = c.pick({kSum, kDifference, kProduct, kQuotient});
  c.engine.apply(Combine{out.data(), x.data(), other.data(), rows, width, strideA, stepA, strideB, stepB, kind});
  expect("combination", 1e-7, [&](Index row, Index i) {
    const double a = x[(size_t)(row * strideA + i * stepA)], b = other[(size_t)(row * strideB + i * stepB)];
    return kind == kSum ? a + b : kind == kDifference ? a - b : kind == kProduct ? a * b : a / b;
  });
}

void testDropout(Case& c) {
  const Index size = c.pick({1, 5, 63, 64, 65, 1001, 40000}), site = c.integer(0, 30);
  const double rate = c.pick({0, 1}) ? 0.1 : c.real(0, 0.9);
  const Integers counter = {(int32_t)c.integer(-1000000, 1000000), (int32_t)c.integer(0, 5), (int32_t)c.integer(0, 5000), 0};
  Floats x = c.floats(size), y((size_t)size);
  c.describe("dropout size " + std::to_string(size) + " rate " + std::to_string(rate));
  c.engine.apply(Dropout{y.data(), x.data(), counter.data(), size, rate, site});
  Doubles expected;
  for (Index i = 0; i < size; i++)
    expected.push_back(dropoutDraw(counter, site, (uint64_t)i) * 0x1p-24 >= (float)rate ? x[(size_t)i] / (1 - rate) : 0);
  c.expect("y", y, expected, 2e-7);
}

namespace {

struct Tensors {
  std::vector<Floats> parameters, gradients, first, second;
  Doubles groups;
};

template <class Pointer>
double addressOf(Pointer* pointer) {
  return (double)reinterpret_cast<uintptr_t>(pointer);
}

Tensors drawTensors(Case& c) {
  Tensors t;
  const Index count = c.integer(1, 5);
  for (Index i = 0; i < count; i++) {
    const Index size = c.pick({1, 7, 64, 100, 20000, 50001});
    t.parameters.push_back(c.floats(size));
    t.gradients.push_back(c.floats(size));
    t.first.push_back(c.floats(size));
    t.second.push_back(c.floats(size, 0, 1));
  }
  return t;
}

Floats joined(const std::vector<Floats>& parts) {
  Floats all;
  for (const Floats& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

void testOptimizers(Case& c) {
  Tensors t = drawTensors(c);
  const bool clips = c.flip(), decoupled = c.flip(), nesterov = c.flip(), isFirst = c.flip();
  Floats norm(1), hyper = {0.01f, 0.9f, 0.99f, 1e-8f, 0.1f, 0.271f, 0.0297f, clips ? 1.5f : 0.f};
  Doubles groups;
  c.describe("optimisers");
  for (size_t i = 0; i < t.gradients.size(); i++) groups.insert(groups.end(), {addressOf(t.gradients[i].data()), (double)t.gradients[i].size()});
  c.engine.apply(GlobalNorm{norm.data(), groups.data(), (Index)t.gradients.size()});
  double squares = 0;
  for (float g : joined(t.gradients)) squares += (double)g * g;
  c.expect("norm", norm, {std::sqrt(squares)}, 5e-7);

  const double clip = clips ? std::fmin(1, 1.5 / (std::sqrt(squares) + 1e-6)) : 1;
  Doubles parameters, first, second, velocity, moved;
  groups.clear();
  for (size_t i = 0; i < t.parameters.size(); i++) {
    const bool decays = i % 2 == 0;
    groups.insert(groups.end(), {addressOf(t.parameters[i].data()), addressOf(t.gradients[i].data()), addressOf(t.first[i].data()),
                                 addressOf(t.second[i].data()), (double)t.parameters[i].size(), (double)decays});
    for (size_t j = 0; j < t.parameters[i].size(); j++) {
      double w = t.parameters[i][j], g = t.gradients[i][j] * clip, v = t.first[i][j];
      if (decays) decoupled ? w *= 1 - 0.01 * 0.1 : g += 0.1 * w;
      first.push_back(0.9 * v + 0.1 * g);
      second.push_back(0.99 * t.second[i][j] + 0.01 * g * g);
      parameters.push_back(w - 0.01 / 0.271 * first.back() / (std::sqrt(second.back() / 0.0297) + 1e-8));
    }
  }
  c.engine.apply(AdamStep{hyper.data(), norm.data(), decoupled, groups.data(), (Index)t.parameters.size()});
  c.expect("adam parameters", joined(t.parameters), parameters, 1e-6);
  c.expect("adam first", joined(t.first), first, 1e-6);
  c.expect("adam second", joined(t.second), second, 1e-5);

  hyper = {0.01f, 0.9f, 0.2f, 0.f, 0.1f, isFirst ? 1.f : 0.f, 0.f, clips ? 1.5f : 0.f};
  groups.clear();
  for (size_t i = 0; i < t.parameters.size(); i++) {
    groups.insert(groups.end(), {addressOf(t.parameters[i].data()), addressOf(t.gradients[i].data()), addressOf(t.first[i].data()),
                                 (double)t.parameters[i].size(), 1.0});
    for (size_t j = 0; j < t.parameters[i].size(); j++) {
      const double w = t.parameters[i][j], g = t.gradients[i][j] * clip + 0.1 * w;
      velocity.push_back(isFirst ? g : 0.9 * t.first[i][j] + 0.8 * g);
      moved.push_back(w - 0.01 * (nesterov ? g + 0.9 * velocity.back() : velocity.back()));
    }
  }
  c.engine.apply(SgdStep{hyper.data(), norm.data(), nesterov, groups.data(), (Index)t.parameters.size()});
  c.expect("sgd parameters", joined(t.parameters), moved, 1e-6);
  c.expect("sgd momenta", joined(t.first), velocity, 1e-6);
}

}  // namespace prattle
