import type { KernelForm } from '../../backend/kernel-form.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

/** Elements whose squares one invocation adds up. */
const CHUNK = 128;

const squares = itemProgram({
  name: 'global norm: squares',
  buffers: { x: 'read f32', sums: 'write f32' },
  uniforms: { size: 'u32', at: 'u32' },
  main: `
  var sum = 0.0;
  for (var e = i * ${CHUNK}u; e < min((i + 1u) * ${CHUNK}u, u.size); e++) { sum += x[e] * x[e]; }
  sums[u.at + i] = sum;`,
});

const root = programFamily((form: KernelForm) =>
  rowProgram(form, {
    name: 'global norm: root',
    buffers: { sums: 'read f32', norm: 'write f32' },
    uniforms: { size: 'u32' },
    main: `
  var sum = 0.0;
  for (var c = lane; c < u.size; c += STEP) { sum += sums[c]; }
  let all = total(lane, sum);
  if (lane == 0u) { norm[row] = sqrt(all); }`,
  }),
);

/** Reference: ops/src/optimizer/global-norm.ts. */
export const globalNormKernels: Pick<FusedKernels, 'PrattleGlobalNorm'> = {
  PrattleGlobalNorm({ inputs: { gradients }, backend }) {
    const chunks = gradients.map((gradient) => Math.ceil(sizeOf(gradient) / CHUNK));
    const size = chunks.reduce((sum, count) => sum + count, 0);
    const [sums, norm] = [backend.output([Math.max(size, 1)]), backend.output([])];
    let at = 0;
    for (const [g, x] of gradients.entries()) {
      const count = chunks[g] ?? 0;
      backend.run(squares, { x, sums }, { size: sizeOf(x), at }, count);
      at += count;
    }
    backend.run(root(backend.forms.rows), { sums, norm }, { size }, 1);
    backend.disposeData(sums.dataId);
    return [norm];
  },
};
