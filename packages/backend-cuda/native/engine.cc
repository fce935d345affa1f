#include "engine.h"

#include <algorithm>

#include "launch/launch.h"
#include "launch/tensor.h"

namespace prattle::cuda {
CapturedCommands::CapturedCommands(std::shared_ptr<Device> device, GraphExec graph) : device_(std::move(device)), graph_(graph) {}

CapturedCommands::~CapturedCommands() { device_->driver().destroyGraphExec(graph_); }

void CapturedCommands::run() { device_->launchGraph(graph_); }

void Engine::execute(const double* commands, Index length) {
  for (Index at = 0; at < length;) {
    const double words = at + 1 < length ? commands[at + 1] : 0;
    const double opcode = commands[at];
    if (!(words >= 2) || words > (double)(length - at)) throw Failure("internal", "the command at " + std::to_string(at) + " has a wrong length");
    dispatch(opcode >= 0 && opcode < kOpcodes ? (int)opcode : -1, commands + at + 2, (Index)words - 2);
    at += (Index)words;
  }
}

void Engine::dispatch(int opcode, const double* arguments, Index length) {
  switch (opcode) {
#define PRATTLE_CASE(code, Struct, name, fixed, each)                                              \
  case code: {                                                                                     \
    if (!hasLength(length, fixed, each)) throw Failure("internal", #name " has a wrong number of arguments");  \
    const Struct command = Struct::read(arguments, length);                                        \
    if (!profiling_) return run(*device_, command);                                                \
    counters_[code].calls++;                                                                       \
    counters_[code].operations += operationsOf<Struct>(command);                                   \
    counters_[code].milliseconds += measure([&] { run(*device_, command); });                      \
    return;                                                                                        \
  }
    PRATTLE_OPERATIONS(PRATTLE_CASE)
    PRATTLE_TENSOR_OPERATIONS(PRATTLE_CASE)
#undef PRATTLE_CASE
    default: throw Failure("internal", "there is no command with opcode " + std::to_string(opcode));
  }
}

std::unique_ptr<CapturedCommands> Engine::capture(const double* commands, Index length) {
  const Driver& driver = device_->driver();
  driver.check(driver.beginCapture(device_->stream(), kCaptureRelaxed), "starting to record a step");
  Graph graph = nullptr;
  try {
    execute(commands, length);
  } catch (...) {
    // The stream has to leave the capture whatever happened.
    if (driver.endCapture(device_->stream(), &graph) == kSuccess && graph) driver.destroyGraph(graph);
    throw;
  }
  driver.check(driver.endCapture(device_->stream(), &graph), "recording a step");
  GraphExec ready = nullptr;
  const Result result = driver.instantiate(&ready, graph, 0);
  driver.destroyGraph(graph);
  driver.check(result, "preparing a recorded step");
  return std::make_unique<CapturedCommands>(device_, ready);
}

void Engine::profile(bool enabled) {
  if (enabled) std::fill(std::begin(counters_), std::end(counters_), OperationCounter{});
  profiling_ = enabled;
}

template <class Work>
double Engine::measure(Work work) {
  const Driver& driver = device_->driver();
  struct Timer {
    const Driver& driver;
    Event event = nullptr;
    explicit Timer(const Driver& driver) : driver(driver) { driver.check(driver.createEvent(&event, 0), "making a timer"); }
    ~Timer() { driver.destroyEvent(event); }
  } start(driver), end(driver);
  driver.check(driver.recordEvent(start.event, device_->stream()), "starting a timer");
  work();
  driver.check(driver.recordEvent(end.event, device_->stream()), "stopping a timer");
  device_->synchronize();
  float milliseconds = 0;
  driver.check(driver.elapsed(&milliseconds, start.event, end.event), "reading a timer");
  return (double)milliseconds;
}

double Engine::measurePeak() {
  constexpr Index kSide = 4096, kSmallSide = 128;
  constexpr int kRuns = 5;
  // Where a device is that small, or emulated, a large product would take minutes.
  const Index side = device_->facts.multiprocessors >= 16 ? kSide : kSmallSide;
  const size_t bytes = (size_t)(side * side) * sizeof(float);
  struct Matrices {
    Device& device;
    Address memory;
    ~Matrices() { device.release(memory); }
  } matrices{*device_, device_->allocate(3 * bytes)};
  device_->driver().check(device_->driver().clear(matrices.memory, 0, 3 * bytes, device_->stream()), "clearing memory");
  const auto at = [&](Index i) { return reinterpret_cast<float*>(matrices.memory + (size_t)i * bytes); };
  Gemm product{};
  product.c = at(0), product.a = at(1), product.b = at(2);
  product.m = product.n = product.k = product.strideA = product.strideB = product.strideC = side;
  product.batch = 1;
  double best = 0;
  for (int i = 0; i < kRuns; i++) best = std::max(best, operationsOf(product) / measure([&] { run(*device_, product); }) / 1e6);
  return best;
}

}  // namespace prattle::cuda
