import type { Problem } from '../problem.js';

/** Sizes, and what all scans read: `gates` parts in x, the weight and the bias. */
function scanOf(problem: Problem, gates: number) {
  const { draw } = problem;
  const [batch, time, width] = [draw.pick(1, 2, 5, 37), draw.pick(1, 2, 4, 9), draw.pick(1, 3, 8, 16, 33, 64, 130)];
  const steepest = 1 / Math.sqrt(width);
  problem.tolerance = 5e-6;
  return {
    size: { batch, time, width },
    x: problem.floats('x', batch * time * gates * width, -2, 2),
    weight: problem.floats('weight', gates * width * width, -2 * steepest, 2 * steepest),
    bias: problem.maybe(() => problem.floats('bias', gates * width)),
    state: (name: string) => problem.floats(name, batch * width),
    sequence: (name: string, parts = 1) => problem.output(name, batch * time * parts * width),
    last: (name: string) => problem.output(name, batch * width),
    dy: problem.floats('dy', batch * time * width),
  };
}

export function rnnScan(problem: Problem): void {
  const { size, x, weight, bias, state, sequence, last, dy } = scanOf(problem, 1);
  const y = sequence('y');
  problem.run('rnnScan', { y, x, weight, bias, start: state('start'), ...size });
  problem.run('rnnScanGradient', { dx: sequence('dx'), dstart: last('dstart'), dy, y, weight, ...size });
}

export function gruScan(problem: Problem): void {
  const { size, x, weight, bias, state, sequence, last, dy } = scanOf(problem, 3);
  const resetAfter = problem.draw.integer(0, 1);
  const rest = { y: sequence('y'), gates: sequence('gates', 4), weight, start: state('start'), resetAfter, ...size };
  problem.run('gruScan', { ...rest, x, bias });
  const dproduct = resetAfter ? sequence('dproduct') : 0;
  problem.run('gruScanGradient', { ...rest, dx: sequence('dx', 3), dproduct, dstart: last('dstart'), dy });
}

export function lstmScan(problem: Problem): void {
  const { size, x, weight, bias, state, sequence, last, dy } = scanOf(problem, 4);
  const rest = { gates: sequence('gates', 4), cells: sequence('cells'), weight, cell: state('cell'), ...size };
  problem.run('lstmScan', { ...rest, y: sequence('y'), last: last('last'), x, bias, start: state('start') });
  const dlast = problem.maybe(() => state('dlast'));
  problem.run('lstmScanGradient', { ...rest, dx: sequence('dx', 4), dstart: last('dstart'), dcell: last('dcell'), dy, dlast });
}
