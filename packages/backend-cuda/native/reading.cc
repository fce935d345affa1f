#include "reading.h"

#include <cstring>

namespace prattle::cuda {
namespace {

struct Reading {
  std::shared_ptr<Device> device;
  napi_deferred deferred = nullptr;
  napi_async_work work = nullptr;
  Event done = nullptr;
  /// Page-locked, so that the copy runs beside everything else.
  void* memory = nullptr;
  size_t bytes = 0;
  Result result = kSuccess;

  ~Reading() {
    if (done) device->driver().destroyEvent(done);
    if (memory) device->driver().releaseHost(memory);
  }
};

void wait(napi_env, void* data) {
  auto& reading = *static_cast<Reading*>(data);
  reading.device->enter();
  reading.result = reading.device->driver().waitForEvent(reading.done);
}

void finish(napi_env env, napi_status, void* data) {
  std::unique_ptr<Reading> reading(static_cast<Reading*>(data));
  napi_value value;
  void* target = nullptr;
  if (reading->result == kSuccess && napi_create_arraybuffer(env, reading->bytes, &target, &value) == napi_ok) {
    memcpy(target, reading->memory, reading->bytes);
    napi_resolve_deferred(env, reading->deferred, value);
  } else {
    const std::string what = "reading from the device failed: " + reading->device->driver().describe(reading->result);
    napi_create_error(env, napi::fromString(env, "device-failed"), napi::fromString(env, what), &value);
    napi_reject_deferred(env, reading->deferred, value);
  }
  napi_delete_async_work(env, reading->work);
}

}  // namespace

napi_value readLater(napi_env env, std::shared_ptr<Device> device, Address source, size_t bytes) {
  auto reading = std::make_unique<Reading>();
  reading->device = std::move(device);
  reading->bytes = bytes;
  const Driver& driver = reading->device->driver();
  driver.check(driver.allocateHost(&reading->memory, bytes > 0 ? bytes : 1), "allocating page-locked memory");
  driver.check(driver.createEvent(&reading->done, 0), "making an event");
  if (bytes > 0) driver.check(driver.download(reading->memory, source, bytes, reading->device->stream()), "copying from the device");
  driver.check(driver.recordEvent(reading->done, reading->device->stream()), "recording an event");
  napi_value promise;
  napi_create_promise(env, &reading->deferred, &promise);
  napi_create_async_work(env, nullptr, napi::fromString(env, "prattle-cuda-read"), wait, finish, reading.get(), &reading->work);
  napi_queue_async_work(env, reading.release()->work);
  return promise;
}

}  // namespace prattle::cuda
