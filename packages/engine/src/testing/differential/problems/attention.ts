import type { Problem } from '../problem.js';

/** Packed and separate keys, fewer heads of keys than of queries, few queries on many keys, queries that see nothing. */
export function attention(problem: Problem): void {
  const { draw } = problem;
  const batch = draw.integer(1, 3);
  const keyHeads = draw.integer(1, 3);
  const heads = keyHeads * draw.pick(1, 1, 2, 3);
  const headWidth = draw.pick(1, 3, 4, 8, 16, 20, 32, 64, 96, 130, 256);
  const queryTime = draw.pick(1, 2, 5, 16, 17, 33, 70);
  const keyTime = draw.chance() ? queryTime : draw.pick(1, 3, 16, 29, 64, 130, 300);
  const pad = draw.pick(0, 0, 5, 8);
  const [strideQ, strideK] = [heads * headWidth + pad, keyHeads * headWidth + pad];
  const [batchQ, batchK] = [queryTime * strideQ, keyTime * strideK];
  const scale = draw.chance() ? 1 / Math.sqrt(headWidth) : draw.real(-0.5, 1);
  const dropout = draw.chance() ? draw.real(0.05, 0.6) : 0;
  const shape = {
    ...{ batch, heads, keyHeads, headWidth, queryTime, keyTime, strideQ, strideK, strideV: strideK, batchQ, batchK, batchV: batchK },
    ...{ scale, dropout, site: draw.integer(0, 9) },
  };
  const size = batch * queryTime * heads * headWidth;
  const [causal, lengths] = [draw.integer(0, 1), draw.chance(0.3) ? problem.integers('lengths', batch, 0, keyTime) : 0];
  // The maximum over no keys is nothing that is promised.
  const someSeeNothing = lengths !== 0 || (causal === 1 && queryTime > keyTime);
  const inputs = {
    q: problem.floats('q', batch * batchQ),
    k: problem.floats('k', batch * batchK),
    v: problem.floats('v', batch * batchK),
    lengths,
    counter: dropout > 0 ? problem.integers('counter', 4, -1e6, 1e6) : 0,
    stats: problem.output('stats', batch * heads * queryTime * 2, someSeeNothing),
  };
  problem.tolerance = 5e-6 + 2e-7 * Math.abs(scale) * headWidth;
  const y = problem.output('y', size);
  problem.run('attention', { ...inputs, ...shape, causal, y });
  const outputs = {
    dq: problem.output('dq', batch * batchQ),
    dk: problem.output('dk', batch * batchK),
    dv: problem.output('dv', batch * batchK),
  };
  problem.run('attentionGradient', { ...inputs, ...shape, ...outputs, causal, y, dy: problem.floats('dy', size) });
}
