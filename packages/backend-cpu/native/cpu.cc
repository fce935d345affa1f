#include "cpu.h"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include <cstring>

namespace prattle {

std::vector<const Kernels*> supportedKernels() {
  std::vector<const Kernels*> all;
#if defined(PRATTLE_HAS_AVX512) || defined(PRATTLE_HAS_AVX2)
  __builtin_cpu_init();
#endif
#if defined(PRATTLE_HAS_AVX512)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw"))
    all.push_back(&avx512::kernels);
#endif
#if defined(PRATTLE_HAS_AVX2)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.push_back(&avx2::kernels);
#endif
  all.push_back(&baseline::kernels);
  return all;
}

std::string cpuName() {
#if defined(__x86_64__) || defined(__i386__)
  unsigned words[12] = {};
  for (unsigned i = 0; i < 3; i++) {
    if (!__get_cpuid(0x80000002 + i, &words[4 * i], &words[4 * i + 1], &words[4 * i + 2], &words[4 * i + 3])) return "";
  }
  char text[sizeof words + 1] = {};
  std::memcpy(text, words, sizeof words);
  const std::string name(text);
  const size_t first = name.find_first_not_of(' '), last = name.find_last_not_of(' ');
  return first == std::string::npos ? "" : name.substr(first, last - first + 1);
#else
  return "";
#endif
}

}  // namespace prattle
