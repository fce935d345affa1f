// A stand-in for libcuda.so.1: the functions that native/driver.h names, with one device that runs kernels on the CPU.
// It shows that the kernels compute the right thing and that the backend asks for the right things, not how fast.
#include "../native/driver.h"

#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "fibers.h"
#include "stream.h"

using namespace prattle::cuda;
using emulator::Kernel;

namespace {

// As the driver's: error codes of CUresult.
constexpr Result kInvalidValue = 1, kNotFound = 500, kLaunchFailed = 719, kInvalidHandle = 400;
constexpr size_t kAlignment = 256, kSharedPerBlock = 48 << 10, kSharedOptIn = 227 << 10;

typedef std::vector<std::function<void()>> Work;

/// A number that a test has set in the environment.
unsigned long long setting(const char* name, unsigned long long otherwise) {
  const char* text = getenv(name);
  return text ? strtoull(text, nullptr, 10) : otherwise;
}

/// Bytes of memory that the device pretends to have.
const size_t kMemory = setting("PRATTLE_EMULATED_CUDA_MEMORY", size_t(1) << 30);
/// The kernel that fails, counted from 1 as they run, those of graphs included; 0: none.
const unsigned long long kFailingLaunch = setting("PRATTLE_EMULATED_CUDA_FAIL_AT", 0);
unsigned long long launches = 0;

std::mutex mutex;
std::map<Address, size_t> allocations;
size_t allocated = 0;
/// The first failure of a kernel; as on a device, all that comes after fails as well.
Result broken = kSuccess;

struct StreamState {
  Work* capture = nullptr;
};
thread_local std::map<Stream, StreamState> streams;

}  // namespace

Result emulator::submit(Stream stream, std::function<void()> work) {
  if (broken) return broken;
  if (Work* capture = streams[stream].capture) {
    capture->push_back(std::move(work));
  } else {
    work();
  }
  return broken;
}

namespace {

using emulator::submit;

bool isAllocated(Address start, size_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex);
  auto after = allocations.upper_bound(start);
  if (after == allocations.begin()) return false;
  --after;
  return start + bytes <= after->first + after->second;
}

}  // namespace

extern "C" {

Result cuInit(unsigned) { return kSuccess; }
Result cuDriverGetVersion(int* version) {
  const char* pretended = getenv("PRATTLE_EMULATED_CUDA_VERSION");
  *version = pretended ? atoi(pretended) : 12040;
  return kSuccess;
}
Result cuGetErrorName(Result result, const char** name) {
  static const std::map<Result, const char*> names = {{kInvalidValue, "CUDA_ERROR_INVALID_VALUE"},
                                                      {kOutOfMemory, "CUDA_ERROR_OUT_OF_MEMORY"},
                                                      {kInvalidHandle, "CUDA_ERROR_INVALID_HANDLE"},
                                                      {kNotFound, "CUDA_ERROR_NOT_FOUND"},
                                                      {kLaunchFailed, "CUDA_ERROR_LAUNCH_FAILED"}};
  const auto found = names.find(result);
  *name = found == names.end() ? "CUDA_ERROR_UNKNOWN" : found->second;
  return kSuccess;
}
Result cuGetErrorString(Result, const char** text) {
  *text = "emulated";
  return kSuccess;
}
Result cuDeviceGetCount(int* count) {
  const char* pretended = getenv("PRATTLE_EMULATED_CUDA_DEVICES");
  *count = pretended ? atoi(pretended) : 1;
  return kSuccess;
}
Result cuDeviceGet(DeviceNumber* device, int ordinal) {
  *device = ordinal;
  return ordinal == 0 ? kSuccess : kInvalidValue;
}
Result cuDeviceGetName(char* name, int length, DeviceNumber) {
  strncpy(name, "Emulated device", (size_t)length);
  return kSuccess;
}
Result cuDeviceGetAttribute(int* value, int attribute, DeviceNumber) {
  static const std::map<int, int> values = {{kMaxSharedPerBlock, (int)kSharedPerBlock},
                                            {kClockRate, 1000000},
                                            {kMultiprocessors, 4},
                                            {kMemoryClockRate, 1000000},
                                            {kL2Bytes, 1 << 20},
                                            {kMaxSharedPerMultiprocessor, 228 << 10},
                                            {kComputeMajor, 9},
                                            {kComputeMinor, 0},
                                            {kMaxSharedPerBlockOptIn, (int)kSharedOptIn}};
  const auto found = values.find(attribute);
  if (found == values.end()) return kInvalidValue;
  *value = found->second;
  return kSuccess;
}
Result cuDeviceTotalMem_v2(size_t* bytes, DeviceNumber) {
  *bytes = kMemory;
  return kSuccess;
}
Result cuDevicePrimaryCtxRetain(Context* context, DeviceNumber) {
  *context = reinterpret_cast<Context>(1);
  return kSuccess;
}
Result cuDevicePrimaryCtxRelease_v2(DeviceNumber) { return kSuccess; }
Result cuCtxSetCurrent(Context) { return kSuccess; }
Result cuMemGetInfo_v2(size_t* free, size_t* total) {
  const std::lock_guard<std::mutex> lock(mutex);
  *free = kMemory - allocated;
  *total = kMemory;
  return kSuccess;
}
Result cuMemAlloc_v2(Address* address, size_t bytes) {
  const std::lock_guard<std::mutex> lock(mutex);
  if (bytes == 0) return kInvalidValue;
  const size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (allocated + rounded > kMemory) return kOutOfMemory;
  void* memory = aligned_alloc(kAlignment, rounded);
  if (!memory) return kOutOfMemory;
  // As NaN, so that nothing can rely on memory being cleared.
  memset(memory, 0xff, rounded);
  *address = reinterpret_cast<Address>(memory);
  allocations[*address] = bytes;
  allocated += rounded;
  return kSuccess;
}
Result cuMemFree_v2(Address address) {
  const std::lock_guard<std::mutex> lock(mutex);
  const auto found = allocations.find(address);
  if (found == allocations.end()) return kInvalidValue;
  allocated -= (found->second + kAlignment - 1) / kAlignment * kAlignment;
  allocations.erase(found);
  free(reinterpret_cast<void*>(address));
  return kSuccess;
}
Result cuMemAllocHost_v2(void** memory, size_t bytes) {
  *memory = malloc(bytes);
  return *memory ? kSuccess : kOutOfMemory;
}
Result cuMemFreeHost(void* memory) {
  free(memory);
  return kSuccess;
}
Result cuMemcpyHtoDAsync_v2(Address target, const void* source, size_t bytes, Stream stream) {
  if (!isAllocated(target, bytes)) return kInvalidValue;
  return submit(stream, [=] { memcpy(reinterpret_cast<void*>(target), source, bytes); });
}
Result cuMemcpyDtoHAsync_v2(void* target, Address source, size_t bytes, Stream stream) {
  if (!isAllocated(source, bytes)) return kInvalidValue;
  return submit(stream, [=] { memcpy(target, reinterpret_cast<const void*>(source), bytes); });
}
Result cuMemsetD8Async(Address target, unsigned char value, size_t bytes, Stream stream) {
  if (!isAllocated(target, bytes)) return kInvalidValue;
  return submit(stream, [=] { memset(reinterpret_cast<void*>(target), value, bytes); });
}
Result cuStreamCreate(Stream* stream, unsigned) {
  static uintptr_t next = 1;
  *stream = reinterpret_cast<Stream>(next++);
  return kSuccess;
}
Result cuStreamDestroy_v2(Stream) { return kSuccess; }
Result cuStreamSynchronize(Stream stream) { return streams[stream].capture ? kInvalidHandle : broken; }
Result cuStreamBeginCapture_v2(Stream stream, int) {
  streams[stream].capture = new Work;
  return kSuccess;
}
Result cuStreamEndCapture(Stream stream, Graph* graph) {
  *graph = reinterpret_cast<Graph>(streams[stream].capture);
  streams[stream].capture = nullptr;
  return kSuccess;
}
Result cuGraphInstantiateWithFlags(GraphExec* exec, Graph graph, unsigned long long) {
  *exec = reinterpret_cast<GraphExec>(new Work(*reinterpret_cast<Work*>(graph)));
  return kSuccess;
}
Result cuGraphLaunch(GraphExec exec, Stream stream) {
  for (const auto& work : *reinterpret_cast<Work*>(exec))
    if (const Result result = submit(stream, work)) return result;
  return kSuccess;
}
Result cuGraphDestroy(Graph graph) {
  delete reinterpret_cast<Work*>(graph);
  return kSuccess;
}
Result cuGraphExecDestroy(GraphExec exec) {
  delete reinterpret_cast<Work*>(exec);
  return kSuccess;
}
Result cuEventCreate(Event* event, unsigned) {
  *event = reinterpret_cast<Event>(new timespec);
  return kSuccess;
}
Result cuEventRecord(Event event, Stream) {
  clock_gettime(CLOCK_MONOTONIC, reinterpret_cast<timespec*>(event));
  return broken;
}
Result cuEventSynchronize(Event) { return broken; }
Result cuEventElapsedTime(float* milliseconds, Event start, Event end) {
  const auto &a = *reinterpret_cast<timespec*>(start), &b = *reinterpret_cast<timespec*>(end);
  *milliseconds = (float)((double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6);
  return kSuccess;
}
Result cuEventDestroy_v2(Event event) {
  delete reinterpret_cast<timespec*>(event);
  return kSuccess;
}
Result cuModuleLoadData(Module* module, const void* image) {
  *module = reinterpret_cast<Module>(1);
  return image ? kSuccess : kInvalidValue;
}
Result cuModuleUnload(Module) { return kSuccess; }
Result cuModuleGetFunction(Function* function, Module, const char* name) {
  const Kernel* kernel = emulator::findKernel(name);
  *function = reinterpret_cast<Function>(const_cast<Kernel*>(kernel));
  return kernel ? kSuccess : kNotFound;
}
Result cuFuncSetAttribute(Function, int attribute, int value) {
  return attribute == kFunctionDynamicShared && (size_t)value <= kSharedOptIn ? kSuccess : kInvalidValue;
}
Result cuLaunchKernel(Function function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
                      unsigned sharedBytes, Stream stream, void** parameters, void**) {
  const auto* kernel = reinterpret_cast<const Kernel*>(function);
  const unsigned threads = blockX * blockY * blockZ;
  // The limits of the grid are 2^31 - 1, 65535 and 65535; kernel parameters take 4 KB at most.
  const bool possible = threads > 0 && threads <= (unsigned)kernel->mostThreads && gridX > 0 && gridY > 0 && gridZ > 0 &&
                        gridX < (1u << 31) && gridY < 65536 && gridZ < 65536 && sharedBytes <= kSharedOptIn && kernel->bytes <= 4096;
  if (!possible) return kInvalidValue;
  const auto* bytes = static_cast<const char*>(parameters[0]);
  return submit(stream, [=, arguments = std::vector<char>(bytes, bytes + kernel->bytes)] {
    if (++launches == kFailingLaunch) broken = kLaunchFailed;
    if (broken) return;
    try {
      emulator::run(*kernel, {gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes, arguments.data());
    } catch (const std::exception& problem) {
      fprintf(stderr, "%s\n", problem.what());
      broken = kLaunchFailed;
    }
  });
}

}  // extern "C"
