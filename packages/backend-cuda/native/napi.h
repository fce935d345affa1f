// Little helpers for the Node-API.
#pragma once
#include <node_api.h>

#include <string>

#include "driver.h"

namespace prattle::cuda {

inline napi_value throwFailure(napi_env env, const Failure& failure) {
  napi_throw_error(env, failure.code, failure.what());
  return nullptr;
}

inline double toDouble(napi_env env, napi_value value) {
  double number = 0;
  napi_get_value_double(env, value, &number);
  return number;
}

inline std::string toString(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return "";
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

inline bool toBool(napi_env env, napi_value value) {
  bool truth = false;
  napi_get_value_bool(env, value, &truth);
  return truth;
}

inline napi_value fromDouble(napi_env env, double number) {
  napi_value value;
  napi_create_double(env, number, &value);
  return value;
}

inline napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  napi_create_string_utf8(env, text.c_str(), text.size(), &value);
  return value;
}

inline napi_value get(napi_env env, napi_value object, const char* name) {
  napi_value value;
  napi_get_named_property(env, object, name, &value);
  return value;
}

inline void set(napi_env env, napi_value object, const char* name, napi_value value) { napi_set_named_property(env, object, name, value); }

inline void set(napi_env env, napi_value object, const char* name, double value) { set(env, object, name, fromDouble(env, value)); }

/// Bytes of a typed array; throws Failure when it is none.
struct ArrayBytes {
  void* data = nullptr;
  size_t bytes = 0, elements = 0;
  napi_typedarray_type type = napi_int8_array;

  ArrayBytes(napi_env env, napi_value value) {
    bool isArray = false;
    napi_is_typedarray(env, value, &isArray);
    if (!isArray) throw Failure("internal", "a typed array was expected");
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

}  // namespace prattle::cuda
