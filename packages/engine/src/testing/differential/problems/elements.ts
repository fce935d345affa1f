import { activations, combinations } from '../../../operations.js';
import type { Problem } from '../problem.js';

const sizeOf = ({ draw }: Problem) => draw.pick(1, 5, 64, 65, 1001, 4096, 5003);

export function fill(problem: Problem): void {
  const size = sizeOf(problem);
  problem.run('fill', { y: problem.output('y', size), size, value: problem.draw.pick(0, 1.5, -3) });
}

/** The operations whose result may take the place of what they read. */
export function inPlace(problem: Problem): void {
  const size = sizeOf(problem);
  const x = problem.floats('x', size, 0, 100);
  const target = (name: string) => (problem.draw.chance(0.3) ? x : problem.output(name, size));
  problem.run('scale', { y: target('scaled'), x, size, factor: problem.draw.real(-2, 2) });
  const y = problem.floats('y', size, 0, 9);
  problem.run('squareRoot', { y: problem.draw.chance(0.3) ? y : problem.output('root', size), x: y, size });
}

/** Beside ordinary numbers, those that no int32 is. */
export function truncate(problem: Problem): void {
  const size = sizeOf(problem);
  const x = problem.floats('x', size, -1e4, 1e4);
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e9, -3e9, -0.5].forEach((special, i) => {
    if (i < size) x.values[i] = special;
  });
  problem.run('truncate', { y: problem.integers('y', size, 0, 0), x, size });
}

export function activation(problem: Problem): void {
  const size = sizeOf(problem);
  const function_ = problem.draw.integer(0, Object.keys(activations).length - 1);
  const x = problem.floats('x', size, -6, 6);
  const dy = problem.floats('dy', size);
  const dx = problem.draw.chance(0.3) ? dy : problem.output('dx', size);
  problem.tolerance = 2e-6;
  problem.run('activation', { y: problem.output('y', size), x, size, activation: function_ });
  problem.run('activationGradient', { dx, dy, saved: problem.floats('saved', size), size, activation: function_ });
}

export function dropout(problem: Problem): void {
  const size = sizeOf(problem);
  const counter = problem.integers('counter', 4, -1e6, 1e6);
  const x = problem.floats('x', size);
  const y = problem.draw.chance(0.3) ? x : problem.output('y', size);
  problem.run('dropout', { y, x, counter, size, rate: problem.draw.pick(0.1, 0.5, 0.83), site: problem.draw.integer(0, 30) });
}

export function copyRows(problem: Problem): void {
  const { draw } = problem;
  const [rows, width] = [draw.pick(1, 2, 7, 40), draw.pick(1, 3, 16, 33, 64, 300)];
  const [strideY, strideX] = [width + draw.pick(0, 0, 5, 8), draw.chance(0.2) ? 0 : width + draw.pick(0, 3, 4)];
  const x = problem.floats('x', rows * Math.max(strideX, width));
  problem.run('copyRows', { y: problem.output('y', rows * strideY), x, rows, width, strideY, strideX });
}

export function combine(problem: Problem): void {
  const { draw } = problem;
  const [rows, width] = [draw.pick(1, 2, 7, 40), draw.pick(1, 3, 16, 33, 64, 300)];
  const operand = (name: string) => {
    const step = draw.pick(1, 1, 1, 0);
    const stride = draw.chance(0.3) ? 0 : step === 0 ? draw.pick(1, 3) : width + draw.pick(0, 0, 5, 8);
    return { step, stride, area: problem.floats(name, Math.max(rows * stride, width), 0.5, 2) };
  };
  const [a, b] = [operand('a'), operand('b')];
  const y = draw.chance(0.2) && a.stride === width && a.step === 1 ? a.area : problem.output('y', rows * width);
  const combination = draw.integer(0, Object.keys(combinations).length - 1);
  const strides = { strideA: a.stride, stepA: a.step, strideB: b.stride, stepB: b.step };
  problem.run('combine', { y, a: a.area, b: b.area, rows, width, ...strides, combination });
}
