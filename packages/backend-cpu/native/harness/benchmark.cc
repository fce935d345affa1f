#include <chrono>
#include <cstdio>
#include <ctime>

#include "harness.h"

namespace prattle {
namespace {

/// Seconds: of this thread where it works alone (so that other processes do not count), else of the wall clock, as on
/// Windows, which counts a thread's time in ticks of 16 ms.
double now([[maybe_unused]] bool alone) {
#if defined(CLOCK_THREAD_CPUTIME_ID) && !defined(_WIN32)
  if (alone) {
    timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
  }
#endif
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The shortest time of one call, in seconds, of many short runs.
template <class Command>
double fastest(Engine& engine, const Command& command) {
  const bool alone = engine.threadCount() == 1;
  double best = 1e9, spent = 0;
  while (spent < 0.05) {
    int calls = 0;
    const double start = now(alone);
    do engine.apply(command), calls++;
    while (now(alone) - start < 0.0003);
    const double seconds = now(alone) - start;
    spent += seconds;
    best = seconds / calls < best ? seconds / calls : best;
  }
  return best;
}

struct Shape {
  const char* name;
  Index transposeA, transposeB, m, n, k;
};

// Forward (x · weightᵀ), gradient of x (dy · weight) and of weight (dyᵀ · x) of the presets' layers, and decoding.
const Shape kShapes[] = {
    {"notebook qkv", 0, 1, 512, 192, 64},        {"notebook proj", 0, 1, 512, 64, 64},       {"notebook fc1", 0, 1, 512, 256, 64},
    {"notebook fc2", 0, 1, 512, 64, 256},        {"notebook head", 0, 1, 512, 65, 64},       {"notebook fc1 dx", 0, 0, 512, 64, 256},
    {"notebook fc2 dx", 0, 0, 512, 256, 64},     {"notebook fc1 dw", 1, 0, 256, 64, 512},    {"notebook fc2 dw", 1, 0, 64, 256, 512},
    {"notebook head dx", 0, 0, 512, 64, 65},     {"notebook head dw", 1, 0, 65, 64, 512},    {"cpu fc1", 0, 1, 768, 512, 128},
    {"cpu fc2", 0, 1, 768, 128, 512},            {"cpu fc1 dx", 0, 0, 768, 128, 512},        {"cpu fc2 dx", 0, 0, 768, 512, 128},
    {"cpu fc1 dw", 1, 0, 512, 128, 768},         {"cpu fc2 dw", 1, 0, 128, 512, 768},        {"baby qkv", 0, 1, 2048, 1152, 384},
    {"baby fc1", 0, 1, 2048, 1536, 384},         {"baby fc2", 0, 1, 2048, 384, 1536},        {"baby fc1 dx", 0, 0, 2048, 384, 1536},
    {"baby fc2 dx", 0, 0, 2048, 1536, 384},      {"baby fc1 dw", 1, 0, 1536, 384, 2048},     {"baby fc2 dw", 1, 0, 384, 1536, 2048},
    {"square", 0, 0, 1024, 1024, 1024},          {"mlp hidden", 0, 1, 32, 200, 30},          {"decode notebook", 0, 1, 1, 256, 64},
    {"decode baby", 0, 1, 1, 1536, 384},         {"decode plain", 0, 0, 1, 1536, 384},
};

void benchmarkGemm(Engine& engine, double peak) {
  std::printf("%-18s %6s %6s %6s  %10s %9s  %s\n", "product", "m", "n", "k", "us", "GFLOP/s", "share of the peak");
  for (const Shape& s : kShapes) {
    Floats a((size_t)(s.m * s.k), 0.5f), b((size_t)(s.k * s.n), 0.25f), c((size_t)(s.m * s.n)), sums((size_t)s.m), bias((size_t)s.n);
    Gemm g = {};
    g.a = a.data();
    g.b = b.data();
    g.c = c.data();
    g.m = s.m;
    g.n = s.n;
    g.k = s.k;
    g.transposeA = s.transposeA;
    g.transposeB = s.transposeB;
    g.strideA = s.transposeA ? s.m : s.k;
    g.strideB = s.transposeB ? s.k : s.n;
    g.strideC = s.n;
    g.batch = 1;
    if (s.transposeA) g.sumsA = sums.data();
    if (s.transposeB) g.bias = bias.data();
    const double seconds = fastest(engine, g), rate = 2e-9 * (double)(s.m * s.n * s.k) / seconds;
    std::printf("%-18s %6td %6td %6td  %10.2f %9.1f  %3.0f %%\n", s.name, s.m, s.n, s.k, seconds * 1e6, rate, 100 * rate / peak);
  }
}

struct Preset {
  const char* name;
  Index batch, time, heads, width, vocabulary;
};

void benchmarkOthers(Engine& engine, const Preset& p) {
  const Index channels = p.heads * p.width, rows = p.batch * p.time, size = rows * channels;
  Floats packed((size_t)(3 * size), 0.1f), dpacked(packed.size()), x((size_t)(4 * size), 0.3f), y(x.size()), dy(x.size(), 0.2f), w((size_t)channels, 1.f);
  Floats stats((size_t)(2 * rows * p.heads + 2)), dw(w), db(w), table((size_t)(p.vocabulary * channels)), logits((size_t)(rows * p.vocabulary), 0.1f), one(1);
  Integers ids((size_t)rows, 3), counter = {1, 2, 3, 0};
  auto report = [&](const char* name, double seconds) { std::printf("  %-28s %10.2f us\n", name, seconds * 1e6); };
  std::printf("%s: batch %td, time %td, heads %td x %td\n", p.name, p.batch, p.time, p.heads, p.width);
  const float *q = packed.data(), *k = q + channels, *v = k + channels;
  float *dq = dpacked.data(), *dk = dq + channels, *dv = dk + channels;
  const Index row = 3 * channels, item = p.time * row;
  Attention forward = {y.data(), stats.data(), q, k, v, nullptr, nullptr, p.batch, p.heads, p.heads, p.width, p.time,
                       p.time, row, row, row, item, item, item, 0.25, 1, 0, 0};
  AttentionGradient backward = {dq, dk, dv, dy.data(), y.data(), stats.data(), q, k, v, nullptr, nullptr, p.batch, p.heads, p.heads, p.width,
                                p.time, p.time, row, row, row, item, item, item, 0.25, 1, 0, 0};
  report("attention", fastest(engine, forward));
  report("attention gradient", fastest(engine, backward));
  forward.counter = backward.counter = counter.data();
  forward.dropout = backward.dropout = 0.2;
  report("attention with dropout", fastest(engine, forward));
  report("gradient with dropout", fastest(engine, backward));
  report("layer norm", fastest(engine, LayerNorm{y.data(), stats.data(), x.data(), w.data(), w.data(), rows, channels, 1e-5}));
  report("layer norm gradient", fastest(engine, LayerNormGradient{y.data(), dw.data(), db.data(), dy.data(), x.data(), w.data(), stats.data(),
                                                                  dy.data(), rows, channels}));
  report("gelu gradient", fastest(engine, ActivationGradient{y.data(), dy.data(), x.data(), 4 * size, kGelu}));
  report("gelu-tanh gradient", fastest(engine, ActivationGradient{y.data(), dy.data(), x.data(), 4 * size, kGeluTanh}));
  report("gelu", fastest(engine, Activation{y.data(), x.data(), 4 * size, kGelu}));
  report("dropout", fastest(engine, Dropout{y.data(), x.data(), counter.data(), size, 0.1, 0}));
  report("sum", fastest(engine, Combine{y.data(), x.data(), dy.data(), 1, size, 0, 1, 0, 1, kSum}));
  report("embedding", fastest(engine, Embedding{y.data(), ids.data(), table.data(), x.data(), rows, p.time, channels, p.vocabulary, 0}));
  report("embedding gradient", fastest(engine, EmbeddingGradient{table.data(), x.data(), dy.data(), ids.data(), rows, p.time, channels,
                                                                 p.vocabulary, p.time, 0}));
  report("cross-entropy", fastest(engine, CrossEntropy{one.data(), stats.data(), logits.data(), ids.data(), rows, p.vocabulary, -1, 0}));
  report("cross-entropy gradient", fastest(engine, CrossEntropyGradient{y.data(), w.data(), logits.data(), ids.data(), stats.data(), rows,
                                                                        p.vocabulary, -1, 0}));
  const Index parameters = 12 * channels * channels;
  Floats parameter((size_t)parameters), gradient(parameter), first(parameter), second(parameter), hyper = {1e-3f, 0.9f, 0.99f, 1e-8f, 0.01f, 0.5f, 0.5f, 0};
  auto address = [](const Floats& floats) { return (double)reinterpret_cast<uintptr_t>(floats.data()); };
  const double group[] = {address(parameter), address(gradient), address(first), address(second), (double)parameters, 1};
  const double normGroup[] = {address(gradient), (double)parameters};
  report("adam, one layer's parameters", fastest(engine, AdamStep{hyper.data(), nullptr, 1, group, 1}));
  report("norm, one layer's gradients", fastest(engine, GlobalNorm{one.data(), normGroup, 1}));
}

}  // namespace

void benchmark(Engine& engine) {
  const double peak = engine.measurePeak(engine.threadCount());
  std::printf("%s, %d threads: FMA peak %.1f GFLOP/s\n", engine.kernels().name, engine.threadCount(), peak);
  benchmarkGemm(engine, peak);
  for (const Preset& preset : {Preset{"notebook", 16, 32, 4, 16, 65}, Preset{"cpu", 12, 64, 4, 32, 65}, Preset{"baby", 8, 256, 6, 64, 65}})
    benchmarkOthers(engine, preset);
}

}  // namespace prattle
