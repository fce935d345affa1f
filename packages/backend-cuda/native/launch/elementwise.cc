#include "launch/launch.h"

namespace prattle::cuda {
namespace {

template <class Command>
void elementwise(Device& device, const char* kernel, const Command& command) {
  if (command.size > 0) device.launch(kernel, device.gridFor(command.size, kThreads), kThreads, command);
}

}  // namespace

void run(Device& device, const Fill& c) { elementwise(device, "prattle_fill", c); }
void run(Device& device, const SquareRoot& c) { elementwise(device, "prattle_square_root", c); }
void run(Device& device, const Scale& c) { elementwise(device, "prattle_scale", c); }
void run(Device& device, const Truncate& c) { elementwise(device, "prattle_truncate", c); }
void run(Device& device, const Activation& c) { elementwise(device, "prattle_activation", c); }
void run(Device& device, const ActivationGradient& c) { elementwise(device, "prattle_activation_gradient", c); }

}  // namespace prattle::cuda
