#include <cmath>
#include <cstdio>

#include "harness.h"

namespace prattle {

uint64_t Case::next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

Index Case::integer(Index low, Index high) { return low + (Index)(next() % (uint64_t)(high - low + 1)); }

double Case::real(double low, double high) { return low + (double)(next() >> 11) * 0x1p-53 * (high - low); }

Floats Case::floats(Index size, double low, double high) {
  Floats values((size_t)size);
  for (float& value : values) value = (float)real(low, high);
  return values;
}

Integers Case::integers(Index size, Index low, Index high) {
  Integers values((size_t)size);
  for (int32_t& value : values) value = (int32_t)integer(low, high);
  return values;
}

void Case::expect(const char* name, const Floats& actual, const Doubles& reference, double tolerance, double floor) {
  record(actual);
  if (check_) compare(name, actual, reference, tolerance, floor);
}

void Case::compare(const char* name, const Floats& actual, const Doubles& reference, double tolerance, double floor) {
  double largest = floor, worst = 0;
  size_t where = 0;
  for (double value : reference) largest = std::fmax(largest, std::fabs(value));
  for (size_t i = 0; i < actual.size(); i++) {
    const double error = std::fabs((double)actual[i] - reference[i]);
    if (error > worst || std::isnan(error)) {
      worst = error;
      where = i;
      if (std::isnan(error)) break;
    }
  }
  if (actual.size() == reference.size() && worst <= tolerance * largest) return;
  failures_++;
  std::printf("FAILED %s, %s: element %zu is %.9g, expected %.9g; error %.2e of the largest %.3g, allowed %.1e\n", description_.c_str(), name,
              where, (double)actual[where], reference[where], worst / largest, largest, tolerance);
}

/// Windows' <cmath> has no M_PI in standard C++.
constexpr double kPi = 3.14159265358979323846;

double activate(Index kind, double x) {
  switch (kind) {
    case kRelu: return x > 0 ? x : 0;
    case kGelu: return 0.5 * x * std::erfc(-x * std::sqrt(0.5));
    case kGeluTanh: return 0.5 * x * (1 + std::tanh(std::sqrt(2 / kPi) * (x + 0.044715 * x * x * x)));
    case kTanh: return std::tanh(x);
    default: return x;
  }
}

double activationSlope(Index kind, double x) {
  switch (kind) {
    case kRelu: return x > 0;
    case kGelu: return 0.5 * std::erfc(-x * std::sqrt(0.5)) + x * std::exp(-0.5 * x * x) / std::sqrt(2 * kPi);
    case kGeluTanh: {
      const double t = std::tanh(std::sqrt(2 / kPi) * (x + 0.044715 * x * x * x));
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * std::sqrt(2 / kPi) * (1 + 3 * 0.044715 * x * x);
    }
    case kTanh: return 1 - std::tanh(x) * std::tanh(x);
    default: return 1;
  }
}

uint32_t dropoutDraw(const Integers& counter, Index site, uint64_t i) {
  uint32_t c[4] = {(uint32_t)(i >> 2), (uint32_t)site, (uint32_t)counter[2], 0};
  uint32_t k[2] = {(uint32_t)counter[0], (uint32_t)counter[1]};
  for (int round = 0; round < 10; round++) {
    const uint64_t a = (uint64_t)c[0] * 0xd2511f53u, b = (uint64_t)c[2] * 0xcd9e8d57u;
    c[0] = (uint32_t)(b >> 32) ^ c[1] ^ k[0];
    c[1] = (uint32_t)b;
    c[2] = (uint32_t)(a >> 32) ^ c[3] ^ k[1];
    c[3] = (uint32_t)a;
    k[0] += 0x9e3779b9u;
    k[1] += 0xbb67ae85u;
  }
  return c[i & 3] >> 8;
}

}  // namespace prattle
