#include "device.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace prattle::cuda {
namespace {

constexpr size_t kSharedWithoutAsking = 48 << 10;
constexpr size_t kRemembered = 16;

std::string megabytes(size_t bytes) { return std::to_string((bytes + 500000) / 1000000) + " MB"; }

std::vector<char> readFile(const std::string& path) {
  std::ifstream file(std::filesystem::u8path(path), std::ios::binary);
  if (!file) throw Failure("no-kernels", std::string() + path + " cannot be read");
  std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  bytes.push_back(0);  // text (PTX) has to end so
  return bytes;
}

}  // namespace

DeviceFacts readFacts(const Driver& driver, int ordinal) {
  int devices = 0;
  driver.check(driver.deviceCount(&devices), "counting devices");
  if (ordinal >= devices)
    throw Failure("no-device", "there is no device " + std::to_string(ordinal) + ", only " + std::to_string(devices) + ", counted from 0");
  DeviceNumber device = 0;
  driver.check(driver.deviceGet(&device, ordinal), ("opening device " + std::to_string(ordinal)).c_str());
  DeviceFacts facts;
  char name[256] = "";
  driver.check(driver.deviceName(name, sizeof name, device), "reading the device's name");
  facts.name = name;
  driver.check(driver.deviceMemory(&facts.memory, device), "reading the device's memory");
  const auto read = [&](Attribute attribute) {
    int value = 0;
    driver.check(driver.deviceAttribute(&value, attribute, device), "reading the device's properties");
    return value;
  };
  facts.major = read(kComputeMajor);
  facts.minor = read(kComputeMinor);
  facts.multiprocessors = read(kMultiprocessors);
  facts.clockKilohertz = read(kClockRate);
  facts.l2Bytes = (size_t)read(kL2Bytes);
  facts.sharedBytes = (size_t)read(kMaxSharedPerBlockOptIn);
  return facts;
}

Device::Device(std::shared_ptr<Driver> driver, const Settings& settings)
    : facts(readFacts(*driver, settings.ordinal)),
      precision(settings.precision),
      driver_(std::move(driver)),
      synchronous_(settings.synchronous) {
  driver_->check(driver_->deviceGet(&number_, settings.ordinal), "opening the device");
  driver_->check(driver_->retainContext(&context_, number_), "making a context on the device");
  enter();
  driver_->check(driver_->createStream(&stream_, kNonBlocking), "making a stream");
  if (!settings.cublas.empty()) cublas_ = Cublas::open(settings.cublas);
  for (const std::string& path : settings.kernels) {
    const std::vector<char> image = readFile(path);
    Module module = nullptr;
    driver_->check(driver_->loadModule(&module, image.data()), ("loading the kernels of " + path).c_str());
    modules_.push_back(module);
  }
}

Device::~Device() {
  // Errors while letting go tell nothing that can still be acted on.
  if (stream_) driver_->synchronize(stream_);
  for (const Scratch& scratch : scratch_)
    if (scratch.address) driver_->release(scratch.address);
  for (const Address address : outgrown_) driver_->release(address);
  cublas_.reset();
  for (const Module module : modules_) driver_->unloadModule(module);
  if (stream_) driver_->destroyStream(stream_);
  if (context_) driver_->releaseContext(number_);
}

Grid Device::gridFor(Index elements, int threads) const {
  constexpr Index kThreadsPerMultiprocessor = 2048, kRounds = 8;
  const Index wanted = (elements + threads - 1) / threads;
  const Index most = kRounds * facts.multiprocessors * (kThreadsPerMultiprocessor / threads);
  return {(unsigned)std::max<Index>(1, std::min(wanted, most))};
}

float* Device::scratch(int slot, Index floats) {
  Scratch& scratch = scratch_[(size_t)slot];
  if (floats > scratch.floats) {
    if (scratch.address) outgrown_.push_back(scratch.address);
    scratch.floats = 0;
    const Index wanted = std::max<Index>(floats, 1 << 16) * 5 / 4;
    scratch.address = allocate((size_t)wanted * sizeof(float));
    scratch.floats = wanted;
    scratchBytes_ += (size_t)wanted * sizeof(float);
  }
  return reinterpret_cast<float*>(scratch.address);
}

Address Device::allocate(size_t bytes) {
  Address address = 0;
  const Result result = driver_->allocate(&address, std::max<size_t>(bytes, 1));
  if (result == kOutOfMemory) {
    size_t free = 0, total = 0;
    driver_->memoryInfo(&free, &total);
    throw Failure("out-of-memory", std::string() + megabytes(bytes) + " were asked for, " + megabytes(free) + " of " + megabytes(total) + " are free");
  }
  checkWork(result, "allocating memory");
  return address;
}

void Device::release(Address address) { checkWork(driver_->release(address), "releasing memory"); }

void Device::upload(Address target, const void* source, size_t bytes) {
  if (bytes > 0) checkWork(driver_->upload(target, source, bytes, stream_), "copying to the device");
}

void Device::download(void* target, Address source, size_t bytes) {
  if (bytes > 0) checkWork(driver_->download(target, source, bytes, stream_), "copying from the device");
  synchronize();
}

void Device::synchronize() {
  checkWork(driver_->synchronize(stream_), "waiting for the device");
  pending_.clear();
}

Device::Kernel& Device::kernel(const char* name) {
  const auto found = kernels_.find(name);
  if (found != kernels_.end()) return found->second;
  for (const Module module : modules_) {
    Function function = nullptr;
    if (driver_->getFunction(&function, module, name) == kSuccess) return kernels_[name] = {function, kSharedWithoutAsking};
  }
  throw Failure("no-kernels", std::string("there is no kernel ") + name + " among those that were loaded");
}

void Device::allowShared(const char* name, Kernel& kernel, size_t sharedBytes) {
  if (sharedBytes <= kernel.sharedLimit) return;
  driver_->check(driver_->setFunctionAttribute(kernel.function, kFunctionDynamicShared, (int)sharedBytes),
                 (std::string("giving shared memory to the kernel ") + name).c_str());
  kernel.sharedLimit = sharedBytes;
}

void Device::launchWith(const char* name, Grid grid, int threads, const void* arguments, size_t sharedBytes) {
  Kernel& wanted = kernel(name);
  allowShared(name, wanted, sharedBytes);
  void* parameters[] = {const_cast<void*>(arguments)};
  const Result result = driver_->launch(wanted.function, grid.x, grid.y, grid.z, (unsigned)threads, 1, 1, (unsigned)sharedBytes, stream_, parameters, nullptr);
  remember(name);
  if (result != kSuccess) {
    checkWork(result, (std::string("launching ") + name + " (" + std::to_string(grid.x) + " x " + std::to_string(grid.y) + " x " +
                       std::to_string(grid.z) + " blocks of " + std::to_string(threads) + " threads)")
                          .c_str());
  }
  if (synchronous_) synchronize();
}

void Device::launchGraph(GraphExec graph) {
  const Result result = driver_->launchGraph(graph, stream_);
  remember("a recorded step");
  checkWork(result, "running a recorded step");
}

void Device::remember(const char* what) {
  if (!pending_.empty() && pending_.back() == what) return;
  if (pending_.size() == kRemembered) pending_.erase(pending_.begin());
  pending_.push_back(what);
}

void Device::checkWork(Result result, const char* doing) {
  if (result == kSuccess) return;
  std::string what = std::string(doing) + " failed: " + driver_->describe(result);
  if (!pending_.empty()) {
    what += "; last launched:";
    for (auto kernel = pending_.rbegin(); kernel != pending_.rend(); ++kernel) what += std::string(kernel == pending_.rbegin() ? " " : ", ") + *kernel;
  }
  throw Failure("device-failed", what);
}

}  // namespace prattle::cuda
