#include "driver.h"

#include "library.h"

namespace prattle::cuda {
namespace {

#if defined(_WIN32)
constexpr const char* kUsualName = "nvcuda.dll";
#else
constexpr const char* kUsualName = "libcuda.so.1";
#endif

/// CUDA 11.4 and newer have everything that is used here.
constexpr int kOldest = 11040;

std::string versionText(int version) { return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10); }

}  // namespace

std::shared_ptr<Driver> Driver::open(const std::string& path) {
  std::shared_ptr<Driver> driver(new Driver);
  std::string problem;
  const std::string name = path.empty() ? kUsualName : path;
  driver->library_ = openLibrary(name, problem);
  if (!driver->library_) throw Failure("no-driver", std::string() + problem);
  const char* missing = nullptr;
#define PRATTLE_FIND(member, name, parameters)                                                     \
  driver->member = reinterpret_cast<Result(*) parameters>(findSymbol(driver->library_, name)); \
  if (!driver->member && !missing) missing = name;
  PRATTLE_DRIVER_FUNCTIONS(PRATTLE_FIND)
#undef PRATTLE_FIND
  if (driver->driverVersion) driver->driverVersion(&driver->version);
  if (missing || driver->version < kOldest) {
    throw Failure("old-driver", "the driver supports CUDA " + versionText(driver->version) + "; " + versionText(kOldest) + " is needed" +
                  (missing ? std::string(" (") + missing + " is missing)" : ""));
  }
  if (const Result result = driver->init(0)) throw Failure("no-device", std::string() + driver->describe(result));
  int devices = 0;
  driver->check(driver->deviceCount(&devices), "counting devices");
  if (devices == 0) throw Failure("no-device", "the driver found no device");
  return driver;
}

Driver::~Driver() {
  if (library_) closeLibrary(library_);
}

std::string Driver::describe(Result result) const {
  const char *name = nullptr, *text = nullptr;
  if (errorName) errorName(result, &name);
  if (errorText) errorText(result, &text);
  return std::string(name ? name : "error " + std::to_string(result)) + (text ? std::string(" (") + text + ")" : "");
}

void Driver::check(Result result, const char* doing) const {
  if (result != kSuccess) throw Failure("device-failed", std::string(doing) + " failed: " + describe(result));
}

}  // namespace prattle::cuda
