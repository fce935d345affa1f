// Node's functions, on Windows.
//
// A library there names the file that each function it imports is in, and that is not node.exe in every program with Node
// in it (Electron's have names of their own). So nothing is imported: the pointers that a linker would have made of an
// import library are made here, and find the functions in the program that runs. That needs no import library either.
#include "napi.h"

#include <windows.h>

// The linker's name for the pointer through which a function declared dllimport is called. One that is missing here is an
// error when the addon is linked.
#define PRATTLE_FIND(function) \
  decltype(&function) __imp_##function = reinterpret_cast<decltype(&function)>(reinterpret_cast<void*>(GetProcAddress(GetModuleHandleW(nullptr), #function)));

extern "C" {
PRATTLE_FIND(napi_add_finalizer)
PRATTLE_FIND(napi_create_array)
PRATTLE_FIND(napi_create_arraybuffer)
PRATTLE_FIND(napi_create_async_work)
PRATTLE_FIND(napi_create_double)
PRATTLE_FIND(napi_create_error)
PRATTLE_FIND(napi_create_function)
PRATTLE_FIND(napi_create_object)
PRATTLE_FIND(napi_create_promise)
PRATTLE_FIND(napi_create_string_utf8)
PRATTLE_FIND(napi_delete_async_work)
PRATTLE_FIND(napi_get_array_length)
PRATTLE_FIND(napi_get_boolean)
PRATTLE_FIND(napi_get_cb_info)
PRATTLE_FIND(napi_get_element)
PRATTLE_FIND(napi_get_named_property)
PRATTLE_FIND(napi_get_typedarray_info)
PRATTLE_FIND(napi_get_value_bool)
PRATTLE_FIND(napi_get_value_double)
PRATTLE_FIND(napi_get_value_string_utf8)
PRATTLE_FIND(napi_is_exception_pending)
PRATTLE_FIND(napi_is_typedarray)
PRATTLE_FIND(napi_queue_async_work)
PRATTLE_FIND(napi_reject_deferred)
PRATTLE_FIND(napi_resolve_deferred)
PRATTLE_FIND(napi_set_element)
PRATTLE_FIND(napi_set_named_property)
PRATTLE_FIND(napi_throw_error)
}
