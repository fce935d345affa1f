#include "launch/row_work.h"
#include "elements/rows_work.h"

namespace prattle::cuda {

void run(Device& device, const CopyRows& c) {
  const bool quads = QuadCheck().address(c.y).address(c.x).distance(c.width).distance(c.strideY).distance(c.strideX).quads;
  launchInRows(device, "prattle_copy_rows", c, c.rows, c.width, quads);
}

void run(Device& device, const WriteRows& c) {
  const bool quads = QuadCheck().address(c.table).address(c.values).distance(c.width).quads;
  launchInRows(device, "prattle_write_rows", c, c.count, c.width, quads);
}

void run(Device& device, const Combine& c) {
  QuadCheck check;
  check.address(c.y).distance(c.width);
  if (c.stepA) check.address(c.a).distance(c.strideA);
  if (c.stepB) check.address(c.b).distance(c.strideB);
  launchInRows(device, "prattle_combine", c, c.rows, c.width, check.quads);
}

void run(Device& device, const Dropout& c) {
  if (c.size <= 0) return;
  const DropoutWork work{c.y, c.x, c.counter, c.size, dropoutRule(c.site, c.rate)};
  device.launch("prattle_dropout", device.gridFor(divideUp(c.size, 4), kThreads), kThreads, work);
}

}  // namespace prattle::cuda
