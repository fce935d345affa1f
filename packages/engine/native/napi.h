// What addons for Node are made of: values of JavaScript, functions of objects, and native data that these share.
#pragma once
// On Windows the functions of Node are called through pointers then, which napi_windows.cc sets.
#define BUILDING_NODE_EXTENSION
#include <node_api.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "interpreter.h"

namespace prattle {
namespace napi {

/// With this exception pending a function returns to JavaScript. @param code the error's `code`; null for none
inline napi_value throwError(napi_env env, const char* code, const std::string& message) {
  napi_throw_error(env, code, message.c_str());
  return nullptr;
}

inline double toDouble(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

inline bool toBool(napi_env env, napi_value value) {
  bool truth = false;
  napi_get_value_bool(env, value, &truth);
  return truth;
}

/// Empty for what is no string.
inline std::string toString(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return "";
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

inline napi_value fromDouble(napi_env env, double number) {
  napi_value value;
  napi_create_double(env, number, &value);
  return value;
}

inline napi_value fromBool(napi_env env, bool truth) {
  napi_value value;
  napi_get_boolean(env, truth, &value);
  return value;
}

inline napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  napi_create_string_utf8(env, text.c_str(), text.size(), &value);
  return value;
}

inline napi_value createObject(napi_env env) {
  napi_value object;
  napi_create_object(env, &object);
  return object;
}

inline napi_value get(napi_env env, napi_value object, const char* name) {
  napi_value value;
  napi_get_named_property(env, object, name, &value);
  return value;
}

inline void set(napi_env env, napi_value object, const char* name, napi_value value) { napi_set_named_property(env, object, name, value); }

inline void set(napi_env env, napi_value object, const char* name, double value) { set(env, object, name, fromDouble(env, value)); }

/// What lies in a typed array; `isArray` is false, and all else empty, for another value.
struct ArrayData {
  bool isArray = false;
  void* data = nullptr;
  size_t elements = 0, bytes = 0;
  napi_typedarray_type type = napi_int8_array;

  ArrayData(napi_env env, napi_value value) {
    napi_is_typedarray(env, value, &isArray);
    if (!isArray) return;
    napi_get_typedarray_info(env, value, &type, &elements, &data, nullptr, nullptr);
    bytes = elements * elementBytes(type);
  }

 private:
  static size_t elementBytes(napi_typedarray_type type) {
    switch (type) {
      case napi_int16_array:
      case napi_uint16_array: return 2;
      case napi_int32_array:
      case napi_uint32_array:
      case napi_float32_array: return 4;
      case napi_float64_array:
      case napi_bigint64_array:
      case napi_biguint64_array: return 8;
      default: return 1;
    }
  }
};

/// Commands: the first `length` doubles of a Float64Array.
struct Commands {
  const double* data = nullptr;
  Index length = 0;
  /// Whether there are that many.
  bool valid = false;

  Commands(napi_env env, napi_value array, napi_value wanted) {
    const ArrayData content(env, array);
    const double count = toDouble(env, wanted);
    valid = content.type == napi_float64_array && count >= 0 && count <= (double)content.elements;
    if (!valid) return;
    data = static_cast<const double*>(content.data);
    length = (Index)count;
  }
};

/// The operations that were called, as a list of { opcode, calls, milliseconds, operations }.
template <size_t kCount>
napi_value fromCounters(napi_env env, const OperationCounter (&counters)[kCount]) {
  napi_value list;
  napi_create_array(env, &list);
  uint32_t length = 0;
  for (size_t opcode = 0; opcode < kCount; opcode++) {
    const OperationCounter& counter = counters[opcode];
    if (counter.calls == 0) continue;
    const napi_value entry = createObject(env);
    set(env, entry, "opcode", (double)opcode);
    set(env, entry, "calls", counter.calls);
    set(env, entry, "milliseconds", counter.milliseconds);
    set(env, entry, "operations", counter.operations);
    napi_set_element(env, list, length++, entry);
  }
  return list;
}

/// What a function was called with, those that were left out undefined; and the data that it shares with its object.
template <size_t kCount, class Data = void>
struct Arguments {
  napi_value values[kCount] = {};
  Data* data = nullptr;

  Arguments(napi_env env, napi_callback_info info) {
    size_t count = kCount;
    void* shared = nullptr;
    napi_get_cb_info(env, info, &count, values, nullptr, &shared);
    data = static_cast<Data*>(shared);
  }
};

struct Function {
  const char* name;
  napi_callback call;
};

inline napi_value setFunction(napi_env env, napi_value object, const Function& entry, void* data = nullptr) {
  napi_value function;
  napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.call, data, &function);
  set(env, object, entry.name, function);
  return function;
}

inline void setFunctions(napi_env env, napi_value object, std::initializer_list<Function> functions) {
  for (const Function& entry : functions) setFunction(env, object, entry);
}

/// Keeps data for as long as a value of JavaScript lives.
template <class Data>
void keep(napi_env env, napi_value value, const std::shared_ptr<Data>& data) {
  const napi_finalize release = [](napi_env, void* share, void*) { delete static_cast<std::shared_ptr<Data>*>(share); };
  napi_add_finalizer(env, value, new std::shared_ptr<Data>(data), release, nullptr, nullptr);
}

/// Functions that carry native data, which costs nothing to look up. The object and each of them share it: any of them may
/// be collected first.
template <class Data>
void setFunctions(napi_env env, napi_value object, std::initializer_list<Function> functions, const std::shared_ptr<Data>& data) {
  keep(env, object, data);
  for (const Function& entry : functions) keep(env, setFunction(env, object, entry, data.get()), data);
}

}  // namespace napi
}  // namespace prattle
