// The N-API addon: `NativeAddon` of src/native/native-addon.ts.
#include "napi.h"

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

using namespace napi;

/// What the functions of an engine share.
struct Handle {
  std::unique_ptr<Engine> engine;
};

napi_value throwProblem(napi_env env, const std::string& problem) { return throwError(env, nullptr, "[prattle/backend-cpu] " + problem); }

/// The engine, or null with an exception pending.
Engine* engineOf(napi_env env, const Handle& handle) {
  if (!handle.engine) throwProblem(env, "The engine is closed. Open the backend again.");
  return handle.engine.get();
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
    return pending ? nullptr : throwProblem(env, "There is no memory for " + std::to_string(bytes / 1e6) + " MB. Use a smaller batch or model.");
  }
  const uintptr_t start = reinterpret_cast<uintptr_t>(data), aligned = (start + kAlignment - 1) / kAlignment * kAlignment;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  constexpr uintptr_t kPage = 4096, kLarge = 4 << 20;
  if (bytes >= kLarge) {
    const uintptr_t firstPage = (start + kPage - 1) / kPage * kPage;
    madvise(reinterpret_cast<void*>(firstPage), (size_t)bytes / kPage * kPage, MADV_HUGEPAGE);  // only advice: may fail
  }
#endif
  const napi_value block = createObject(env);
  set(env, block, "buffer", buffer);
  set(env, block, "byteOffset", (double)(aligned - start));
  set(env, block, "bytes", bytes);
  set(env, block, "address", (double)aligned);
  return block;
}

/// Native memory belongs to the garbage collector.
napi_value releaseBlock(napi_env, napi_callback_info) { return nullptr; }

napi_value execute(napi_env env, napi_callback_info info) {
  const Arguments<2, Handle> arguments(env, info);
  Engine* engine = engineOf(env, *arguments.data);
  if (!engine) return nullptr;
  const Commands commands(env, arguments.values[0], arguments.values[1]);
  if (!commands.valid) return throwProblem(env, "Commands have to be a Float64Array of at least the given length.");
  const std::string problem = describe(engine->execute(commands.data, commands.length));
  return problem.empty() ? nullptr : throwProblem(env, "Cannot execute: " + problem + ".");
}

napi_value profile(napi_env env, napi_callback_info info) {
  const Arguments<1, Handle> arguments(env, info);
  if (Engine* engine = engineOf(env, *arguments.data)) engine->profile(toBool(env, arguments.values[0]));
  return nullptr;
}

napi_value counters(napi_env env, napi_callback_info info) {
  const Engine* engine = engineOf(env, *Arguments<1, Handle>(env, info).data);
  return engine ? fromCounters(env, engine->counters()) : nullptr;
}

napi_value measurePeak(napi_env env, napi_callback_info info) {
  const Arguments<1, Handle> arguments(env, info);
  Engine* engine = engineOf(env, *arguments.data);
  if (!engine) return nullptr;
  const double threads = toDouble(env, arguments.values[0]);
  return fromDouble(env, engine->measurePeak(threads >= 1 ? (int)threads : 1));
}

napi_value close(napi_env env, napi_callback_info info) {
  Arguments<1, Handle>(env, info).data->engine.reset();
  return nullptr;
}

/// create({ threads, instructionSet }): an engine.
napi_value create(napi_env env, napi_callback_info info) {
  const napi_value options = Arguments<1>(env, info).values[0];
  const double threads = toDouble(env, get(env, options, "threads"));
  const std::string wanted = toString(env, get(env, options, "instructionSet"));
  if (!(threads >= 1 && threads <= Engine::kMostThreads)) return throwProblem(env, "The number of threads has to be between 1 and 256.");
  const Kernels* kernels = nullptr;
  for (const Kernels* candidate : supportedKernels())
    if (wanted == candidate->name) kernels = candidate;
  if (!kernels) return throwProblem(env, "This CPU cannot run the instruction set '" + wanted + "'. Leave it out.");

  const auto handle = std::make_shared<Handle>();
  handle->engine = std::make_unique<Engine>(*kernels, (int)threads);
  const napi_value engine = createObject(env);
  set(env, engine, "collected", fromBool(env, true));
  set(env, engine, "threads", threads);
  setFunctions(env, engine,
               {{"allocate", allocate},
                {"release", releaseBlock},
                {"execute", execute},
                {"profile", profile},
                {"counters", counters},
                {"measurePeak", measurePeak},
                {"close", close}},
               handle);
  return engine;
}

}  // namespace
}  // namespace prattle

extern "C" NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  using namespace prattle;
  set(env, exports, "operationsVersion", kOperationsVersion);
  set(env, exports, "cpu", fromString(env, cpuName()));
  napi_value names;
  napi_create_array(env, &names);
  uint32_t count = 0;
  for (const Kernels* kernels : supportedKernels()) napi_set_element(env, names, count++, fromString(env, kernels->name));
  set(env, exports, "instructionSets", names);
  setFunctions(env, exports, {{"create", create}});
  return exports;
}
