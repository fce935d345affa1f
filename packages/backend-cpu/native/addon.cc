// The N-API addon: `NativeAddon` of src/engine.ts.
//
// An engine's functions carry their engine as N-API data, which costs nothing to look up; engine and functions share it
// by count, since either may be collected first.
#include <node_api.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "cpu.h"
#include "host.h"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace prattle {
namespace {

struct Handle {
  std::unique_ptr<Engine> engine;
  int owners = 0;
};

void release(napi_env, void* data, void*) {
  auto* handle = static_cast<Handle*>(data);
  if (--handle->owners == 0) delete handle;
}

napi_value throwError(napi_env env, const std::string& message) {
  napi_throw_error(env, nullptr, ("[prattle/backend-cpu] " + message).c_str());
  return nullptr;
}

template <size_t kCount>
struct Arguments {
  napi_value values[kCount] = {};
  Handle* handle = nullptr;

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = kCount;
    void* data = nullptr;
    napi_get_cb_info(env, info, &count, values, nullptr, &data);
    handle = static_cast<Handle*>(data);
  }

  /// The engine, or null with an exception pending.
  Engine* engine(napi_env env) const {
    if (!handle->engine) throwError(env, "The engine is closed. Open the backend again.");
    return handle->engine.get();
  }
};

double toDouble(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

napi_value fromDouble(napi_env env, double number) {
  napi_value value;
  napi_create_double(env, number, &value);
  return value;
}

napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  napi_create_string_utf8(env, text.c_str(), text.size(), &value);
  return value;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) { napi_set_named_property(env, object, name, value); }

/// Where a typed array's first element lies and how many it has; null when it is no typed array.
void* arrayData(napi_env env, napi_value value, napi_typedarray_type* type, size_t* length) {
  bool isArray = false;
  napi_is_typedarray(env, value, &isArray);
  void* data = nullptr;
  if (isArray) napi_get_typedarray_info(env, value, type, length, &data, nullptr, nullptr);
  return isArray ? data : nullptr;
}

napi_value allocate(napi_env env, napi_callback_info info) {
  constexpr uintptr_t kAlignment = 64;
  Arguments<1> arguments(env, info);
  const double bytes = toDouble(env, arguments.values[0]);
  napi_value buffer;
  void* data = nullptr;
  // A plain ArrayBuffer, aligned by hand: finalizers of external ones do not run inside a synchronous training loop.
  if (!(bytes >= 0) || napi_create_arraybuffer(env, (size_t)bytes + kAlignment, &data, &buffer) != napi_ok) {
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    return pending ? nullptr : throwError(env, "There is no memory for " + std::to_string(bytes / 1e6) + " MB. Use a smaller batch or model.");
  }
  const uintptr_t start = reinterpret_cast<uintptr_t>(data), aligned = (start + kAlignment - 1) / kAlignment * kAlignment;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr uintptr_t kPage = 4096, kLarge = 4 << 20;
  if (bytes >= kLarge) {
    const uintptr_t firstPage = (start + kPage - 1) / kPage * kPage;
    madvise(reinterpret_cast<void*>(firstPage), (size_t)bytes / kPage * kPage, MADV_HUGEPAGE);  // only advice: may fail
  }
#endif
  napi_value block;
  napi_create_object(env, &block);
  set(env, block, "buffer", buffer);
  set(env, block, "byteOffset", fromDouble(env, (double)(aligned - start)));
  set(env, block, "bytes", fromDouble(env, bytes));
  set(env, block, "address", fromDouble(env, (double)aligned));
  return block;
}

/// Native memory belongs to the garbage collector.
napi_value releaseBlock(napi_env, napi_callback_info) { return nullptr; }

napi_value execute(napi_env env, napi_callback_info info) {
  Arguments<2> arguments(env, info);
  Engine* engine = arguments.engine(env);
  if (!engine) return nullptr;
  napi_typedarray_type type = napi_int8_array;
  size_t length = 0;
  const void* data = arrayData(env, arguments.values[0], &type, &length);
  const double wanted = toDouble(env, arguments.values[1]);
  if (type != napi_float64_array || !(wanted >= 0) || wanted > (double)length)
    return throwError(env, "Commands have to be a Float64Array of at least the given length.");
  const std::string problem = describe(engine->execute(static_cast<const double*>(data), (Index)wanted));
  return problem.empty() ? nullptr : throwError(env, "Cannot execute: " + problem + ".");
}

napi_value profile(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  bool enabled = false;
  napi_get_value_bool(env, arguments.values[0], &enabled);
  if (Engine* engine = arguments.engine(env)) engine->profile(enabled);
  return nullptr;
}

napi_value counters(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  const Engine* engine = arguments.engine(env);
  if (!engine) return nullptr;
  napi_value list;
  napi_create_array(env, &list);
  uint32_t count = 0;
  for (int opcode = 0; opcode < kOpcodes; opcode++) {
    const OperationCounter& counter = engine->counters()[opcode];
    if (counter.calls == 0) continue;
    napi_value entry;
    napi_create_object(env, &entry);
    set(env, entry, "opcode", fromDouble(env, opcode));
    set(env, entry, "calls", fromDouble(env, counter.calls));
    set(env, entry, "milliseconds", fromDouble(env, counter.milliseconds));
    set(env, entry, "operations", fromDouble(env, counter.operations));
    napi_set_element(env, list, count++, entry);
  }
  return list;
}

napi_value measurePeak(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  Engine* engine = arguments.engine(env);
  if (!engine) return nullptr;
  const double threads = toDouble(env, arguments.values[0]);
  return fromDouble(env, engine->measurePeak(threads >= 1 ? (int)threads : 1));
}

napi_value close(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  arguments.handle->engine.reset();
  return nullptr;
}

napi_value create(napi_env env, napi_callback_info info) {
  Arguments<1> arguments(env, info);
  napi_value threadsValue, setValue;
  napi_get_named_property(env, arguments.values[0], "threads", &threadsValue);
  napi_get_named_property(env, arguments.values[0], "instructionSet", &setValue);
  const double threads = toDouble(env, threadsValue);
  char wanted[32] = "";
  size_t length = 0;
  napi_get_value_string_utf8(env, setValue, wanted, sizeof wanted, &length);
  if (!(threads >= 1 && threads <= Engine::kMostThreads)) return throwError(env, "The number of threads has to be between 1 and 256.");
  const Kernels* kernels = nullptr;
  for (const Kernels* candidate : supportedKernels())
    if (std::string(wanted) == candidate->name) kernels = candidate;
  if (!kernels) return throwError(env, "This CPU cannot run the instruction set '" + std::string(wanted) + "'. Leave it out.");

  auto* handle = new Handle{std::make_unique<Engine>(*kernels, (int)threads)};
  napi_value engine;
  napi_create_object(env, &engine);
  handle->owners++;
  napi_add_finalizer(env, engine, handle, release, nullptr, nullptr);
  napi_value collected;
  napi_get_boolean(env, true, &collected);
  set(env, engine, "collected", collected);
  set(env, engine, "threads", fromDouble(env, threads));
  const struct {
    const char* name;
    napi_callback function;
  } functions[] = {{"allocate", allocate}, {"release", releaseBlock}, {"execute", execute}, {"profile", profile},
                   {"counters", counters}, {"measurePeak", measurePeak}, {"close", close}};
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
}  // namespace prattle

extern "C" NAPI_EXTERN napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  using namespace prattle;
  set(env, exports, "operationsVersion", fromDouble(env, kOperationsVersion));
  set(env, exports, "cpu", fromString(env, cpuName()));
  napi_value names, createFunction;
  napi_create_array(env, &names);
  uint32_t count = 0;
  for (const Kernels* kernels : supportedKernels()) napi_set_element(env, names, count++, fromString(env, kernels->name));
  set(env, exports, "instructionSets", names);
  napi_create_function(env, "create", NAPI_AUTO_LENGTH, create, nullptr, &createFunction);
  set(env, exports, "create", createFunction);
  return exports;
}
