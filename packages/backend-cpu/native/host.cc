#include "host.h"

#include <chrono>
#include <new>

namespace prattle {
namespace {

constexpr auto kAlignment = std::align_val_t(64);

}  // namespace

float* Host::allocate(Index floats) { return static_cast<float*>(operator new((size_t)floats * sizeof(float), kAlignment)); }

void Host::release(float* memory) { operator delete(memory, kAlignment); }

double Host::milliseconds() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string describe(const Fault& fault) {
  const std::string at = std::to_string(fault.at);
  switch (fault.kind) {
    case Fault::kLength: return "a command at " + at + " has a wrong length";
    case Fault::kUnknown:
      return "the command at " + at + " (opcode " + std::to_string(fault.opcode) + ", " + std::to_string(fault.words) +
             " words) is not in the table";
    default: return "";
  }
}

}  // namespace prattle
