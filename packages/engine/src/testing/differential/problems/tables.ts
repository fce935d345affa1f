import type { Problem } from '../problem.js';

/** Some ids are outside the table. */
export function embedding(problem: Problem): void {
  const { draw } = problem;
  const [batch, time, width] = [draw.pick(1, 2, 9), draw.pick(1, 3, 32), draw.pick(1, 5, 16, 17, 64, 100)];
  const [rows, offset, count] = [draw.pick(1, 2, 27, 65, 700), draw.pick(0, 0, 2), batch * time];
  const positionRows = offset + time + draw.integer(0, 3);
  const withPositions = draw.chance();
  const ids = problem.integers('ids', count, 0, rows - 1);
  if (draw.chance()) ids.values[draw.integer(0, count - 1)] = draw.pick(-1, rows);
  const shape = { ids, count, time, width, rows, offset };
  const positions = withPositions ? problem.floats('positions', positionRows * width) : 0;
  const dpositions = withPositions ? problem.output('dpositions', positionRows * width) : 0;
  problem.run('embedding', { ...shape, y: problem.output('y', count * width), table: problem.floats('table', rows * width), positions });
  const dtable = problem.output('dtable', rows * width);
  problem.run('embeddingGradient', { ...shape, positionRows, dtable, dpositions, dy: problem.floats('dy', count * width) });
}

/** A part of the table's rows, each once, and one outside it. */
export function writeRows(problem: Problem): void {
  const { draw } = problem;
  const [tableRows, width] = [draw.pick(1, 2, 7, 64), draw.pick(1, 3, 16, 33, 100)];
  const order = draw.permutation(tableRows);
  const rows = problem.add('rows', Int32Array.of(draw.pick(-1, tableRows), ...order.subarray(0, draw.integer(1, tableRows))));
  const count = rows.values.length;
  const values = problem.floats('values', count * width);
  problem.run('writeRows', { table: problem.floats('table', tableRows * width), rows, values, count, width, tableRows });
}

export function crossEntropy(problem: Problem): void {
  const { draw } = problem;
  const [rows, width, spread] = [draw.pick(1, 2, 15, 33, 200), draw.pick(1, 2, 16, 27, 65, 300, 1500), draw.pick(1, 10, 60)];
  const logits = problem.floats('logits', rows * width, -spread, spread);
  const targets = problem.integers('targets', rows, -1, width - 1);
  if (draw.chance(0.1)) targets.values.fill(-1);
  const shape = { logits, targets, rows, width, ignoreIndex: -1, labelSmoothing: draw.chance() ? draw.real(0, 0.3) : 0 };
  const stats = problem.output('stats', rows + 1);
  problem.tolerance = 5e-6;
  problem.floor = 1e-2;
  problem.run('crossEntropy', { ...shape, loss: problem.output('loss', 1), stats });
  const dlogits = draw.chance(0.3) ? logits : problem.output('dlogits', rows * width);
  problem.run('crossEntropyGradient', { ...shape, dlogits, dy: problem.floats('dy', 1, 0.5, 2), stats });
}
