// One GPU: its context, stream, kernels and scratch memory. Launchers (launch/) see nothing else of the driver.
#pragma once
#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cublas.h"
#include "driver.h"
#include "runtime.h"

namespace prattle::cuda {

/// What products of matrices and attention compute with; sums are float32 in all of them.
enum class Precision { kFloat32, kTf32, kBf16 };

struct Settings {
  std::string driver;
  /// The files with the compiled kernels.
  std::vector<std::string> kernels;
  int ordinal = 0;
  Precision precision = Precision::kFloat32;
  /// The cuBLASLt library to open; empty for none.
  std::string cublas;
  /// Waits after every kernel, so that an error names the kernel that made it.
  bool synchronous = false;
};

struct DeviceFacts {
  std::string name;
  int major = 0, minor = 0, multiprocessors = 0, clockKilohertz = 0;
  size_t memory = 0, l2Bytes = 0, sharedBytes = 0;
};

/// Reads what the driver says of a device; makes no context.
DeviceFacts readFacts(const Driver&, int ordinal);

struct Grid {
  unsigned x = 1, y = 1, z = 1;
};

class Device {
 public:
  /// Throws Failure when the device cannot be used.
  Device(std::shared_ptr<Driver>, const Settings&);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const DeviceFacts facts;
  const Precision precision;
  /// Makes the calling thread one that may use the device.
  void enter() const { driver_->check(driver_->setContext(context_), "entering the device's context"); }
  const Driver& driver() const { return *driver_; }
  Stream stream() const { return stream_; }
  /// Null where there is none.
  Cublas* cublas() const { return cublas_.get(); }

  /// Queues a kernel. `arguments` is the struct that the kernel takes; `sharedBytes` its dynamic shared memory.
  template <class Arguments>
  void launch(const char* kernel, Grid grid, int threads, const Arguments& arguments, size_t sharedBytes = 0) {
    static_assert(sizeof(Arguments) <= 4096, "kernel parameters take 4 KB at most");
    launchWith(kernel, grid, threads, &arguments, sharedBytes);
  }

  /// Queues a graph of kernels.
  void launchGraph(GraphExec);

  /// Enough blocks for one thread an element, but no more than the device can have at once eight times over: kernels
  /// that use this go on in strides of the grid.
  Grid gridFor(Index elements, int threads) const;

  /// Memory of at least `floats` floats for the current command, content undefined; a slot keeps its memory until a larger
  /// one is asked for. Commands run in order, so the next may use it again.
  static constexpr int kScratchSlots = 6;
  float* scratch(int slot, Index floats);

  Address allocate(size_t bytes);
  void release(Address);
  void upload(Address, const void* source, size_t bytes);
  /// Waits for everything asked so far.
  void download(void* target, Address, size_t bytes);
  void synchronize();

  /// Bytes taken by `scratch`.
  size_t scratchBytes() const { return scratchBytes_; }

 private:
  void launchWith(const char* kernel, Grid grid, int threads, const void* arguments, size_t sharedBytes);
  struct Kernel;
  Kernel& kernel(const char* name);
  void allowShared(const char* name, Kernel&, size_t sharedBytes);
  /// Notes what was queued, for when it turns out to have failed.
  void remember(const char* what);
  /// Turns an error of asynchronous work into one that names the kernels that it can have come from.
  void checkWork(Result, const char* doing);

  std::shared_ptr<Driver> driver_;
  DeviceNumber number_ = 0;
  Context context_ = nullptr;
  Stream stream_ = nullptr;
  std::vector<Module> modules_;
  std::unique_ptr<Cublas> cublas_;
  bool synchronous_;
  struct Kernel {
    Function function = nullptr;
    /// Bytes of shared memory that launches may ask for so far.
    size_t sharedLimit = 0;
  };
  std::unordered_map<std::string, Kernel> kernels_;
  struct Scratch {
    Address address = 0;
    Index floats = 0;
  };
  std::array<Scratch, kScratchSlots> scratch_;
  /// Scratch memory that was outgrown: graphs may refer to it.
  std::vector<Address> outgrown_;
  size_t scratchBytes_ = 0;
  /// Kernels since the last time that everything was known to be well, the last of them.
  std::vector<const char*> pending_;
};

}  // namespace prattle::cuda
