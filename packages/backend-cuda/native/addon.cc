// The N-API addon: `CudaAddon` of src/addon/cuda-addon.ts.
#include <unordered_map>

#include "engine.h"
#include "napi.h"
#include "reading.h"
#include "tensor_operations.h"

namespace prattle::cuda {
namespace {

struct Handle {
  std::shared_ptr<Device> device;
  std::unique_ptr<Engine> engine;
  std::unordered_map<uint32_t, std::unique_ptr<CapturedCommands>> captured;
  uint32_t nextCaptured = 1;
  int owners = 0;
};

void release(napi_env, void* data, void*) {
  auto* handle = static_cast<Handle*>(data);
  if (--handle->owners == 0) delete handle;
}

/// A function of the engine: what it throws becomes a JavaScript error.
typedef napi_value (*Method)(napi_env, Handle&, napi_value* arguments);

template <Method method>
napi_value call(napi_env env, napi_callback_info info) {
  constexpr size_t kMostArguments = 3;
  napi_value arguments[kMostArguments] = {};
  size_t count = kMostArguments;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, arguments, nullptr, &data);
  auto* handle = static_cast<Handle*>(data);
  try {
    if (!handle->engine) throw Failure("closed", "The engine is closed. Open the backend again.");
    return method(env, *handle, arguments);
  } catch (const Failure& failure) {
    return throwFailure(env, failure);
  } catch (const std::exception& problem) {
    return throwFailure(env, Failure("internal", problem.what()));
  }
}

Address toAddress(napi_env env, napi_value value) { return (Address)toDouble(env, value); }

/// Commands in a Float64Array, the first `length` doubles of it.
const double* commandsOf(napi_env env, napi_value array, napi_value length) {
  const ArrayBytes bytes(env, array);
  const double wanted = toDouble(env, length);
  if (bytes.type != napi_float64_array || !(wanted >= 0) || wanted > (double)bytes.elements)
    throw Failure("internal", "commands have to be a Float64Array of at least the given length");
  return static_cast<const double*>(bytes.data);
}

napi_value allocate(napi_env env, Handle& handle, napi_value* arguments) {
  return fromDouble(env, (double)handle.device->allocate((size_t)toDouble(env, arguments[0])));
}

napi_value releaseMemory(napi_env env, Handle& handle, napi_value* arguments) {
  handle.device->release(toAddress(env, arguments[0]));
  return nullptr;
}

napi_value upload(napi_env env, Handle& handle, napi_value* arguments) {
  const ArrayBytes source(env, arguments[1]);
  handle.device->upload(toAddress(env, arguments[0]), source.data, source.bytes);
  return nullptr;
}

napi_value download(napi_env env, Handle& handle, napi_value* arguments) {
  const auto bytes = (size_t)toDouble(env, arguments[1]);
  napi_value buffer;
  void* data = nullptr;
  if (napi_create_arraybuffer(env, bytes, &data, &buffer) != napi_ok) throw Failure("internal", "the host has no memory left");
  handle.device->download(data, toAddress(env, arguments[0]), bytes);
  return buffer;
}

napi_value downloadLater(napi_env env, Handle& handle, napi_value* arguments) {
  return readLater(env, handle.device, toAddress(env, arguments[0]), (size_t)toDouble(env, arguments[1]));
}

napi_value execute(napi_env env, Handle& handle, napi_value* arguments) {
  handle.engine->execute(commandsOf(env, arguments[0], arguments[1]), (Index)toDouble(env, arguments[1]));
  return nullptr;
}

napi_value capture(napi_env env, Handle& handle, napi_value* arguments) {
  auto captured = handle.engine->capture(commandsOf(env, arguments[0], arguments[1]), (Index)toDouble(env, arguments[1]));
  const uint32_t number = handle.nextCaptured++;
  handle.captured.emplace(number, std::move(captured));
  return fromDouble(env, number);
}

napi_value runCaptured(napi_env env, Handle& handle, napi_value* arguments) {
  const auto found = handle.captured.find((uint32_t)toDouble(env, arguments[0]));
  if (found == handle.captured.end()) throw Failure("internal", "there are no such captured commands");
  found->second->run();
  return nullptr;
}

napi_value releaseCaptured(napi_env env, Handle& handle, napi_value* arguments) {
  handle.captured.erase((uint32_t)toDouble(env, arguments[0]));
  return nullptr;
}

napi_value synchronize(napi_env, Handle& handle, napi_value*) {
  handle.device->synchronize();
  return nullptr;
}

napi_value profile(napi_env env, Handle& handle, napi_value* arguments) {
  handle.engine->profile(toBool(env, arguments[0]));
  return nullptr;
}

napi_value counters(napi_env env, Handle& handle, napi_value*) {
  napi_value list;
  napi_create_array(env, &list);
  uint32_t count = 0;
  for (int opcode = 0; opcode < kOpcodes; opcode++) {
    const OperationCounter& counter = handle.engine->counters()[opcode];
    if (counter.calls == 0) continue;
    napi_value entry;
    napi_create_object(env, &entry);
    set(env, entry, "opcode", opcode);
    set(env, entry, "calls", counter.calls);
    set(env, entry, "milliseconds", counter.milliseconds);
    set(env, entry, "operations", counter.operations);
    napi_set_element(env, list, count++, entry);
  }
  return list;
}

napi_value measurePeak(napi_env env, Handle& handle, napi_value*) { return fromDouble(env, handle.engine->measurePeak()); }

napi_value memoryInfo(napi_env env, Handle& handle, napi_value*) {
  size_t free = 0, total = 0;
  handle.device->driver().check(handle.device->driver().memoryInfo(&free, &total), "reading how much memory is free");
  napi_value result;
  napi_create_object(env, &result);
  set(env, result, "free", (double)free);
  set(env, result, "total", (double)total);
  set(env, result, "scratch", (double)handle.device->scratchBytes());
  return result;
}


napi_value closeEngine(napi_env env, napi_callback_info info) {
  void* data = nullptr;
  napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &data);
  auto* handle = static_cast<Handle*>(data);
  handle->captured.clear();
  handle->engine.reset();
  handle->device.reset();
  return nullptr;
}

Precision precisionOf(const std::string& name) {
  if (name == "tf32") return Precision::kTf32;
  if (name == "bf16") return Precision::kBf16;
  return Precision::kFloat32;
}

napi_value describe(napi_env env, const Driver& driver, const DeviceFacts& facts) {
  napi_value result;
  napi_create_object(env, &result);
  set(env, result, "name", fromString(env, facts.name));
  set(env, result, "driverVersion", driver.version);
  set(env, result, "major", facts.major);
  set(env, result, "minor", facts.minor);
  set(env, result, "multiprocessors", facts.multiprocessors);
  set(env, result, "clockKilohertz", facts.clockKilohertz);
  set(env, result, "memory", (double)facts.memory);
  set(env, result, "l2Bytes", (double)facts.l2Bytes);
  return result;
}

/// probe({ driver, device }): the device's facts.
napi_value probe(napi_env env, napi_callback_info info) {
  napi_value options;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &options, nullptr, nullptr);
  try {
    const auto driver = Driver::open(toString(env, get(env, options, "driver")));
    return describe(env, *driver, readFacts(*driver, (int)toDouble(env, get(env, options, "device"))));
  } catch (const Failure& failure) {
    return throwFailure(env, failure);
  }
}

Settings readSettings(napi_env env, napi_value options) {
  Settings settings;
  settings.driver = toString(env, get(env, options, "driver"));
  settings.ordinal = (int)toDouble(env, get(env, options, "device"));
  settings.precision = precisionOf(toString(env, get(env, options, "precision")));
  settings.cublas = toString(env, get(env, options, "cublas"));
  settings.synchronous = toBool(env, get(env, options, "synchronous"));
  const napi_value kernels = get(env, options, "kernels");
  uint32_t files = 0;
  napi_get_array_length(env, kernels, &files);
  for (uint32_t i = 0; i < files; i++) {
    napi_value file;
    napi_get_element(env, kernels, i, &file);
    settings.kernels.push_back(toString(env, file));
  }
  return settings;
}

/// create({ driver, device, kernels, precision, cublas, synchronous }): an engine.
napi_value create(napi_env env, napi_callback_info info) {
  napi_value options;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &options, nullptr, nullptr);
  auto* handle = new Handle;
  try {
    const Settings settings = readSettings(env, options);
    handle->device = std::make_shared<Device>(Driver::open(settings.driver), settings);
    handle->engine = std::make_unique<Engine>(handle->device);
  } catch (const Failure& failure) {
    delete handle;
    return throwFailure(env, failure);
  }
  napi_value engine = describe(env, handle->device->driver(), handle->device->facts);
  handle->owners++;
  napi_add_finalizer(env, engine, handle, release, nullptr, nullptr);
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"allocate", call<allocate>},
                   {"release", call<releaseMemory>},
                   {"upload", call<upload>},
                   {"download", call<download>},
                   {"downloadLater", call<downloadLater>},
                   {"execute", call<execute>},
                   {"capture", call<capture>},
                   {"runCaptured", call<runCaptured>},
                   {"releaseCaptured", call<releaseCaptured>},
                   {"synchronize", call<synchronize>},
                   {"profile", call<profile>},
                   {"counters", call<counters>},
                   {"measurePeak", call<measurePeak>},
                   {"memoryInfo", call<memoryInfo>},
                   {"close", closeEngine}};
  for (const auto& entry : functions) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.function, handle, &function);
    handle->owners++;
    napi_add_finalizer(env, function, handle, release, nullptr, nullptr);
    set(env, engine, entry.name, function);
  }
  return engine;
}

}  // namespace
}  // namespace prattle::cuda

extern "C" NAPI_EXTERN napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  using namespace prattle::cuda;
  set(env, exports, "operationsVersion", (double)prattle::kOperationsVersion);
  set(env, exports, "tensorOperationsVersion", (double)prattle::kTensorOperationsVersion);
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"probe", probe}, {"create", create}};
  for (const auto& entry : functions) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.function, nullptr, &function);
    set(env, exports, entry.name, function);
  }
  return exports;
}
