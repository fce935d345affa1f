import type { TensorInfo } from '@prattle/ops/tfjs';
import type { RowForm } from '../../backend/kernel-form.js';
import { type Access, itemProgram, programFamily, type UniformType } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

/** Elements whose squares one invocation adds up. */
const CHUNK = 128;

/** Gradients of a dispatch: as many as every device can bind, beside the sums. */
const slots = [0, 1, 2, 3, 4, 5, 6] as const;

const squares = itemProgram({
  name: 'global norm: squares',
  buffers: { sums: 'write f32', ...Object.fromEntries(slots.map((slot) => [`x${slot}`, 'read f32'])) } as Record<string, Access>,
  uniforms: Object.fromEntries([
    ['at', 'u32'],
    ...slots.flatMap((slot) => [`size${slot}`, `end${slot}`].map((name) => [name, 'u32'])),
  ]) as Record<string, UniformType>,
  main: `
  var sum = 0.0;
  ${slots
    .map((slot) => {
      const chunk = slot === 0 ? 'i' : `(i - u.end${slot - 1})`;
      return `if (i < u.end${slot}) {
    let first = ${chunk} * ${CHUNK}u;
    for (var e = first; e < min(first + ${CHUNK}u, u.size${slot}); e++) { sum += x${slot}[e] * x${slot}[e]; }
  }`;
    })
    .join(' else ')}
  sums[u.at + i] = sum;`,
});

const root = programFamily((form: RowForm) =>
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
    const present = gradients.filter((gradient) => sizeOf(gradient) > 0);
    const size = present.reduce((sum, gradient) => sum + chunksOf(gradient), 0);
    const [sums, norm] = [backend.output([Math.max(size, 1)]), backend.output([])];
    let at = 0;
    for (let first = 0; first < present.length; first += slots.length) {
      const tensors: Record<string, TensorInfo | undefined> = { sums };
      const uniforms: Record<string, number> = { at };
      let end = 0;
      for (const slot of slots) {
        // Slots that are left over repeat the last one, and have no chunks.
        const own = present[first + slot];
        const x = own ?? (present.at(-1) as TensorInfo);
        if (own !== undefined) end += chunksOf(own);
        tensors[`x${slot}`] = x;
        Object.assign(uniforms, { [`size${slot}`]: sizeOf(x), [`end${slot}`]: end });
      }
      backend.run(squares, tensors, uniforms, end);
      at += end;
    }
    backend.run(root(backend.forms.rows), { sums, norm }, { size }, 1);
    backend.disposeData(sums.dataId);
    return [norm];
  },
};

function chunksOf(gradient: TensorInfo): number {
  return Math.ceil(sizeOf(gradient) / CHUNK);
}
