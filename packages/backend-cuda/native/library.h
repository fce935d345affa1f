// Shared libraries that are opened at run time.
#pragma once
#include <string>

#if defined(_WIN32)
#include <filesystem>

#include <windows.h>
#else
#include <dlfcn.h>
#endif

namespace prattle::cuda {

/// The library, or null with the reason in `problem`. Paths are UTF-8.
inline void* openLibrary(const std::string& path, std::string& problem) {
#if defined(_WIN32)
  void* library = reinterpret_cast<void*>(LoadLibraryW(std::filesystem::u8path(path).c_str()));
  if (!library) problem = path + " could not be loaded (error " + std::to_string(GetLastError()) + ")";
#else
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) problem = dlerror();
#endif
  return library;
}

inline void* findSymbol(void* library, const char* name) {
#if defined(_WIN32)
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
#else
  return dlsym(library, name);
#endif
}

inline void closeLibrary(void* library) {
#if defined(_WIN32)
  FreeLibrary(static_cast<HMODULE>(library));
#else
  dlclose(library);
#endif
}

}  // namespace prattle::cuda
