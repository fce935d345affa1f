import { activations } from '../../../operations.js';
import type { Area, Problem, Value } from '../problem.js';

export function gemm(problem: Problem): void {
  const { draw } = problem;
  const m = draw.pick(1, 2, 3, 5, 8, 13, 17, 33, 64, 70);
  const n = draw.pick(1, 2, 3, 8, 16, 17, 33, 64, 65, 100);
  const k = draw.pick(0, 1, 2, 5, 16, 31, 64, 100, 257);
  const batch = draw.pick(1, 1, 1, 2, 5);
  const [transposeA, transposeB] = [draw.integer(0, 1), draw.integer(0, 1)];
  const strideA = (transposeA ? m : k) + draw.pick(0, 0, 3, 4);
  const strideB = (transposeB ? k : n) + draw.pick(0, 0, 4, 5);
  const strideC = n + draw.pick(0, 0, 7, 8);
  const sizeA = (transposeA ? k : m) * strideA;
  const sizeB = (transposeB ? n : k) * strideB;
  const [batchA, batchB, batchC] = [draw.chance() ? sizeA : 0, draw.chance() ? sizeB : 0, m * strideC];
  const likeC = (name: string) => problem.floats(name, batch * batchC);
  const accumulates = draw.chance(0.25);
  const c: Area = accumulates ? likeC('c') : problem.output('c', batch * batchC);
  const residual: Value = accumulates ? c : problem.maybe(() => likeC('residual'));
  const single = batch === 1;
  problem.tolerance = 2e-6 + 1e-7 * Math.sqrt(k);
  problem.run('gemm', {
    ...{ c, m, n, k, transposeA, transposeB, strideA, strideB, strideC, batch, batchA, batchB, batchC, residual },
    a: problem.floats('a', Math.max(1, sizeA + (batch - 1) * batchA)),
    b: problem.floats('b', Math.max(1, sizeB + (batch - 1) * batchB)),
    bias: single ? problem.maybe(() => problem.floats('bias', n)) : 0,
    activation: draw.pick(
      activations.none,
      activations.none,
      activations.relu,
      activations.gelu,
      activations['gelu-tanh'],
      activations.tanh,
    ),
    preactivation: draw.chance(0.3) ? problem.output('preactivation', batch * batchC) : 0,
    gradientActivation: draw.pick(activations.relu, activations.gelu, activations['gelu-tanh'], activations.tanh),
    gradientSaved: draw.chance(0.3) ? likeC('gradientSaved') : 0,
    sumsA: single && transposeA ? problem.maybe(() => problem.output('sumsA', m)) : 0,
    sumsB: single && !transposeB ? problem.maybe(() => problem.output('sumsB', n)) : 0,
  });
}
