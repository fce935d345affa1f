// Runs commands on a device: the interpreter, graphs of commands that run again and again, and counters.
#pragma once
#include <memory>

#include "device.h"
#include "interpreter.h"

namespace prattle::cuda {

/// Commands captured as a CUDA graph: one call for the driver instead of one for each kernel.
class CapturedCommands {
 public:
  CapturedCommands(std::shared_ptr<Device>, GraphExec);
  ~CapturedCommands();
  CapturedCommands(const CapturedCommands&) = delete;
  void run();

 private:
  std::shared_ptr<Device> device_;
  GraphExec graph_;
};

class Engine {
 public:
  explicit Engine(std::shared_ptr<Device> device) : device_(std::move(device)) {}

  Device& device() { return *device_; }

  /// Queues the commands in `commands[0 … length - 1]`. Throws Failure for one that is wrong; those before it are queued.
  void execute(const double* commands, Index length);
  /// The same commands as a graph. They have to have run before, so that kernels are loaded and scratch memory is there.
  std::unique_ptr<CapturedCommands> capture(const double* commands, Index length);

  void profile(bool enabled);
  const OperationCounter (&counters() const)[kOpcodes] { return counters_; }
  /// GFLOP/s of products of matrices at the engine's precision, the best of a few on one large problem.
  double measurePeak();

 private:
  void dispatch(int opcode, const double* arguments, Index length);
  /// Milliseconds that `work` takes on the device.
  template <class Work>
  double measure(Work);

  std::shared_ptr<Device> device_;
  bool profiling_ = false;
  OperationCounter counters_[kOpcodes];
};

}  // namespace prattle::cuda
