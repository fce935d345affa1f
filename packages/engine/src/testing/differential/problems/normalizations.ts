import type { Area, Problem, Value } from '../problem.js';

const rowsOf = ({ draw }: Problem) => ({
  rows: draw.pick(1, 2, 5, 33, 70),
  width: draw.pick(2, 3, 16, 17, 64, 100, 257, 384),
});

/** What the gradient is added to: nothing, something, or what takes the sum. */
function residualOf(problem: Problem, size: number): { readonly dx: Area; readonly residual: Value } {
  if (problem.draw.chance(0.3)) {
    const dx = problem.floats('dx', size);
    return { dx, residual: dx };
  }
  return { dx: problem.output('dx', size), residual: problem.maybe(() => problem.floats('residual', size)) };
}

export function layerNorm(problem: Problem): void {
  const { rows, width } = rowsOf(problem);
  const [x, weight] = [problem.floats('x', rows * width, -2, 3), problem.floats('weight', width)];
  const stats = problem.output('stats', 2 * rows);
  const bias = problem.maybe(() => problem.floats('bias', width));
  const dbias = problem.maybe(() => problem.output('dbias', width));
  const rest = { x, weight, stats, rows, width };
  problem.tolerance = 5e-6;
  problem.run('layerNorm', { ...rest, y: problem.output('y', rows * width), bias, epsilon: 1e-5 });
  const outputs = { ...residualOf(problem, rows * width), dweight: problem.output('dweight', width), dbias };
  problem.run('layerNormGradient', { ...rest, ...outputs, dy: problem.floats('dy', rows * width) });
}

export function rmsNorm(problem: Problem): void {
  const { rows, width } = rowsOf(problem);
  const [x, weight] = [problem.floats('x', rows * width, -2, 3), problem.floats('weight', width)];
  const rest = { x, weight, stats: problem.output('stats', rows), rows, width };
  problem.tolerance = 5e-6;
  problem.run('rmsNorm', { ...rest, y: problem.output('y', rows * width), epsilon: 1e-6 });
  const outputs = { ...residualOf(problem, rows * width), dweight: problem.output('dweight', width) };
  problem.run('rmsNormGradient', { ...rest, ...outputs, dy: problem.floats('dy', rows * width) });
}

export function batchNorm(problem: Problem): void {
  const { draw } = problem;
  // Two rows always come out as the same, whatever x: their gradient is next to nothing, and all of it cancels out.
  const [rows, width] = [draw.pick(3, 5, 17, 64, 300), draw.pick(1, 2, 7, 16, 33, 64)];
  const weight = problem.floats('weight', width);
  const rest = { x: problem.floats('x', rows * width, -1, 3), weight, stats: problem.output('stats', 2 * width), rows, width };
  const unbiased = draw.integer(0, 1);
  problem.tolerance = 1e-5;
  problem.run('batchNorm', {
    ...{ ...rest, unbiased, epsilon: 1e-5, momentum: 0.1 },
    y: problem.output('y', rows * width),
    bias: problem.floats('bias', width),
    runningMean: problem.floats('runningMean', width),
    runningVariance: problem.floats('runningVariance', width, 0.5, 2),
  });
  problem.run('batchNormGradient', {
    ...{ ...rest, unbiased },
    dx: problem.output('dx', rows * width),
    dweight: problem.output('dweight', width),
    dbias: problem.output('dbias', width),
    dy: problem.floats('dy', rows * width),
  });
}
