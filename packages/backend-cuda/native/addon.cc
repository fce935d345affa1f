// The N-API addon: `CudaAddon` of src/addon/cuda-addon.ts.
#include <unordered_map>

#include "engine.h"
#include "napi.h"
#include "reading.h"
#include "tensor_operations.h"

namespace prattle::cuda {
namespace {

using namespace napi;

/// What the functions of an engine share.
struct Handle {
  std::shared_ptr<Device> device;
  std::unique_ptr<Engine> engine;
  std::unordered_map<uint32_t, std::unique_ptr<CapturedCommands>> captured;
  uint32_t nextCaptured = 1;
};

napi_value throwFailure(napi_env env, const Failure& failure) { return throwError(env, failure.code, failure.what()); }

/// A function of the engine: what it throws becomes a JavaScript error.
typedef napi_value (*Method)(napi_env, Handle&, napi_value* arguments);

template <Method method>
napi_value call(napi_env env, napi_callback_info info) {
  constexpr size_t kMostArguments = 3;
  Arguments<kMostArguments, Handle> arguments(env, info);
  try {
    if (!arguments.data->engine) throw Failure("closed", "The engine is closed. Open the backend again.");
    return method(env, *arguments.data, arguments.values);
  } catch (const Failure& failure) {
    return throwFailure(env, failure);
  } catch (const std::exception& problem) {
    return throwFailure(env, Failure("internal", problem.what()));
  }
}

Address toAddress(napi_env env, napi_value value) { return (Address)toDouble(env, value); }

Commands commandsOf(napi_env env, napi_value array, napi_value length) {
  const Commands commands(env, array, length);
  if (!commands.valid) throw Failure("internal", "commands have to be a Float64Array of at least the given length");
  return commands;
}

napi_value allocate(napi_env env, Handle& handle, napi_value* arguments) {
  return fromDouble(env, (double)handle.device->allocate((size_t)toDouble(env, arguments[0])));
}

napi_value releaseMemory(napi_env env, Handle& handle, napi_value* arguments) {
  handle.device->release(toAddress(env, arguments[0]));
  return nullptr;
}

napi_value upload(napi_env env, Handle& handle, napi_value* arguments) {
  const ArrayData source(env, arguments[1]);
  if (!source.isArray) throw Failure("internal", "a typed array was expected");
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
  const Commands commands = commandsOf(env, arguments[0], arguments[1]);
  handle.engine->execute(commands.data, commands.length);
  return nullptr;
}

napi_value capture(napi_env env, Handle& handle, napi_value* arguments) {
  const Commands commands = commandsOf(env, arguments[0], arguments[1]);
  auto captured = handle.engine->capture(commands.data, commands.length);
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

napi_value counters(napi_env env, Handle& handle, napi_value*) { return fromCounters(env, handle.engine->counters()); }

napi_value measurePeak(napi_env env, Handle& handle, napi_value*) { return fromDouble(env, handle.engine->measurePeak()); }

napi_value memoryInfo(napi_env env, Handle& handle, napi_value*) {
  size_t free = 0, total = 0;
  handle.device->driver().check(handle.device->driver().memoryInfo(&free, &total), "reading how much memory is free");
  const napi_value result = createObject(env);
  set(env, result, "free", (double)free);
  set(env, result, "total", (double)total);
  set(env, result, "scratch", (double)handle.device->scratchBytes());
  return result;
}

napi_value closeEngine(napi_env env, napi_callback_info info) {
  Handle& handle = *Arguments<1, Handle>(env, info).data;
  handle.captured.clear();
  handle.engine.reset();
  handle.device.reset();
  return nullptr;
}

Precision precisionOf(const std::string& name) {
  if (name == "tf32") return Precision::kTf32;
  if (name == "bf16") return Precision::kBf16;
  return Precision::kFloat32;
}

napi_value describe(napi_env env, const Driver& driver, const DeviceFacts& facts) {
  const napi_value result = createObject(env);
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
  const napi_value options = Arguments<1>(env, info).values[0];
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
  const auto handle = std::make_shared<Handle>();
  try {
    const Settings settings = readSettings(env, Arguments<1>(env, info).values[0]);
    handle->device = std::make_shared<Device>(Driver::open(settings.driver), settings);
    handle->engine = std::make_unique<Engine>(handle->device);
  } catch (const Failure& failure) {
    return throwFailure(env, failure);
  }
  const napi_value engine = describe(env, handle->device->driver(), handle->device->facts);
  setFunctions(env, engine,
               {{"allocate", call<allocate>},
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
                {"close", closeEngine}},
               handle);
  return engine;
}

}  // namespace
}  // namespace prattle::cuda

extern "C" NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  using namespace prattle::cuda;
  set(env, exports, "operationsVersion", (double)prattle::kOperationsVersion);
  set(env, exports, "tensorOperationsVersion", (double)prattle::kTensorOperationsVersion);
  setFunctions(env, exports, {{"probe", probe}, {"create", create}});
  return exports;
}
