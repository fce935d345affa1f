#include "launch/row_work.h"
#include "elements/rows_work.h"

namespace prattle::cuda {

void run(Device& device, const CopyRows& c) {
  const bool quads = atQuads(c.y, c.x) && inQuads(c.width, c.strideY, c.strideX);
  launchInRows(device, "prattle_copy_rows", c, c.rows, c.width, quads);
}

void run(Device& device, const WriteRows& c) {
  const bool quads = atQuads(c.table, c.values) && inQuads(c.width);
  launchInRows(device, "prattle_write_rows", c, c.count, c.width, quads);
}

void run(Device& device, const Combine& c) {
  const bool quadsA = !c.stepA || (atQuads(c.a) && inQuads(c.strideA)), quadsB = !c.stepB || (atQuads(c.b) && inQuads(c.strideB));
  launchInRows(device, "prattle_combine", c, c.rows, c.width, atQuads(c.y) && inQuads(c.width) && quadsA && quadsB);
}

void run(Device& device, const Dropout& c) {
  if (c.size <= 0) return;
  const DropoutWork work{c.y, c.x, c.counter, c.size, dropoutRule(c.site, c.rate)};
  device.launch("prattle_dropout", device.gridFor(divideUp(c.size, 4), kThreads), kThreads, work);
}

}  // namespace prattle::cuda
