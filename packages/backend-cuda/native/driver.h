// The CUDA driver's API, opened at run time: nothing of NVIDIA's is needed to build or to install this.
//
// Declarations follow the driver API's documentation (CUDA C++ driver API reference); only what is used is declared.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>

namespace prattle::cuda {

typedef int Result;  // CUresult; 0 is success
typedef int DeviceNumber;
typedef uint64_t Address;
typedef struct ContextHandle* Context;
typedef struct StreamHandle* Stream;
typedef struct EventHandle* Event;
typedef struct ModuleHandle* Module;
typedef struct FunctionHandle* Function;
typedef struct GraphHandle* Graph;
typedef struct GraphExecHandle* GraphExec;

constexpr Result kSuccess = 0, kOutOfMemory = 2;

/// Values of CUdevice_attribute.
enum Attribute {
  kMaxSharedPerBlock = 8,
  kClockRate = 13,
  kMultiprocessors = 16,
  kMemoryClockRate = 36,
  kL2Bytes = 38,
  kMaxSharedPerMultiprocessor = 81,
  kComputeMajor = 75,
  kComputeMinor = 76,
  kMaxSharedPerBlockOptIn = 97,
};
/// CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES.
constexpr int kFunctionDynamicShared = 8;
/// CU_STREAM_NON_BLOCKING, CU_STREAM_CAPTURE_MODE_RELAXED (scratch memory may grow while a step is captured).
constexpr unsigned kNonBlocking = 1;
constexpr int kCaptureRelaxed = 2;

// X(member, exported name, parameters)
#define PRATTLE_DRIVER_FUNCTIONS(X)                                                                                   \
  X(init, "cuInit", (unsigned flags))                                                                                 \
  X(driverVersion, "cuDriverGetVersion", (int* version))                                                              \
  X(errorName, "cuGetErrorName", (Result, const char** name))                                                         \
  X(errorText, "cuGetErrorString", (Result, const char** text))                                                       \
  X(deviceCount, "cuDeviceGetCount", (int* count))                                                                    \
  X(deviceGet, "cuDeviceGet", (DeviceNumber*, int ordinal))                                                           \
  X(deviceName, "cuDeviceGetName", (char* name, int length, DeviceNumber))                                            \
  X(deviceAttribute, "cuDeviceGetAttribute", (int* value, int attribute, DeviceNumber))                               \
  X(deviceMemory, "cuDeviceTotalMem_v2", (size_t* bytes, DeviceNumber))                                               \
  X(retainContext, "cuDevicePrimaryCtxRetain", (Context*, DeviceNumber))                                              \
  X(releaseContext, "cuDevicePrimaryCtxRelease_v2", (DeviceNumber))                                                   \
  X(setContext, "cuCtxSetCurrent", (Context))                                                                         \
  X(memoryInfo, "cuMemGetInfo_v2", (size_t* free, size_t* total))                                                     \
  X(allocate, "cuMemAlloc_v2", (Address*, size_t bytes))                                                              \
  X(release, "cuMemFree_v2", (Address))                                                                               \
  X(allocateHost, "cuMemAllocHost_v2", (void**, size_t bytes))                                                        \
  X(releaseHost, "cuMemFreeHost", (void*))                                                                            \
  X(upload, "cuMemcpyHtoDAsync_v2", (Address, const void* source, size_t bytes, Stream))                              \
  X(download, "cuMemcpyDtoHAsync_v2", (void* target, Address, size_t bytes, Stream))                                  \
  X(clear, "cuMemsetD8Async", (Address, unsigned char value, size_t bytes, Stream))                                   \
  X(createStream, "cuStreamCreate", (Stream*, unsigned flags))                                                        \
  X(destroyStream, "cuStreamDestroy_v2", (Stream))                                                                    \
  X(synchronize, "cuStreamSynchronize", (Stream))                                                                     \
  X(beginCapture, "cuStreamBeginCapture_v2", (Stream, int mode))                                                      \
  X(endCapture, "cuStreamEndCapture", (Stream, Graph*))                                                               \
  X(instantiate, "cuGraphInstantiateWithFlags", (GraphExec*, Graph, unsigned long long flags))                        \
  X(launchGraph, "cuGraphLaunch", (GraphExec, Stream))                                                                \
  X(destroyGraph, "cuGraphDestroy", (Graph))                                                                          \
  X(destroyGraphExec, "cuGraphExecDestroy", (GraphExec))                                                              \
  X(createEvent, "cuEventCreate", (Event*, unsigned flags))                                                           \
  X(recordEvent, "cuEventRecord", (Event, Stream))                                                                    \
  X(waitForEvent, "cuEventSynchronize", (Event))                                                                      \
  X(elapsed, "cuEventElapsedTime", (float* milliseconds, Event start, Event end))                                     \
  X(destroyEvent, "cuEventDestroy_v2", (Event))                                                                       \
  X(loadModule, "cuModuleLoadData", (Module*, const void* image))                                                     \
  X(unloadModule, "cuModuleUnload", (Module))                                                                         \
  X(getFunction, "cuModuleGetFunction", (Function*, Module, const char* name))                                        \
  X(setFunctionAttribute, "cuFuncSetAttribute", (Function, int attribute, int value))                                 \
  X(launch, "cuLaunchKernel",                                                                                         \
    (Function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,     \
     unsigned sharedBytes, Stream, void** parameters, void** extra))

/// What went wrong. The code is what TypeScript goes by: `no-driver`, `old-driver`, `no-device`, `no-kernels`,
/// `out-of-memory`, `device-failed`, or `internal` for what should not happen.
struct Failure : std::runtime_error {
  Failure(const char* code, const std::string& what) : std::runtime_error(what), code(code) {}
  const char* code;
};

/// The driver's functions, by the names above.
class Driver {
 public:
  /// Opens the library: `path`, or where that is empty the platform's usual name. Initialises it.
  /// Throws Failure when it is not there, is too old, or finds no device.
  static std::shared_ptr<Driver> open(const std::string& path);
  ~Driver();
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

#define PRATTLE_MEMBER(member, name, parameters) Result(*member) parameters = nullptr;
  PRATTLE_DRIVER_FUNCTIONS(PRATTLE_MEMBER)
#undef PRATTLE_MEMBER

  /// For instance 12040: CUDA 12.4 is what the driver supports at most.
  int version = 0;

  /// "CUDA_ERROR_OUT_OF_MEMORY (out of memory)".
  std::string describe(Result) const;
  /// Throws Failure("device-failed", "<doing> failed: …") unless it is a success.
  void check(Result, const char* doing) const;

 private:
  Driver() = default;
  void* library_ = nullptr;
};

}  // namespace prattle::cuda
