import type { GruForm } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';
import { gruBackward, gruForward } from './gru-source.js';
import { parameterGradients, statesBefore } from './parameter-gradients.js';
import type { ScanSizes } from './scan-program.js';
import { sizesOfScan } from './source.js';

/** The gradient of the candidate's product: with reset-after, the reset gate stands between it and the candidate. */
const throughReset = itemProgram({
  name: 'gru scan: gradient of products',
  buffers: { dx: 'read f32', gates: 'read f32', d: 'write f32' },
  uniforms: { hidden: 'u32' },
  main: `
  let row = i / (3u * u.hidden);
  let column = i % (3u * u.hidden);
  var value = dx[i];
  if (column >= 2u * u.hidden) { value *= gates[row * 4u * u.hidden + column - 2u * u.hidden]; }
  d[i] = value;`,
});

/** Reference: `gruScanReference` in ops/src/scan/reference.ts. */
export const gruKernels: Pick<FusedKernels, 'PrattleGruScan' | 'PrattleGruScanGradient'> = {
  PrattleGruScan({ inputs: { x, weight, bias, start }, attrs: { form }, backend }) {
    const sizes = sizesOfScan(x, start);
    const { batch, time, hidden } = sizes;
    const [y, gates] = [backend.output([batch, time, hidden]), backend.output([batch, time, 4 * hidden])];
    gruForward(form, bias !== undefined)(backend, { x, weight, bias, start, y, gates }, sizes, time);
    return [y, gates];
  },

  PrattleGruScanGradient({ inputs: { dy, y, gates, weight, start }, attrs: { form, needs }, backend }) {
    const sizes = sizesOfScan(y, start);
    const dx = backend.output([sizes.batch, sizes.time, 3 * sizes.hidden]);
    const dstart = backend.output(start.shape);
    gruBackward(form)(backend, { dy, y, gates, weight, start, dx, dstart }, sizes, sizes.time + 1);
    const parameters =
      needs.weight || needs.bias ? ofParameters(backend, form, { dx, y, gates, start }, sizes, needs) : ([null, null] as const);
    return [dx, ...parameters, dstart];
  },
};

function ofParameters(
  backend: PrattleWebGpuBackend,
  form: GruForm,
  { dx, y, gates, start }: { readonly dx: TensorInfo; readonly y: TensorInfo; readonly gates: TensorInfo; readonly start: TensorInfo },
  sizes: ScanSizes,
  needs: { readonly weight: boolean; readonly bias: boolean },
): [TensorInfo | null, TensorInfo | null] {
  const { hidden } = sizes;
  const before = statesBefore(backend, y, start, sizes);
  const states = { tensor: before, stride: hidden, column: 0 };
  try {
    if (form === 'reset-before') {
      const reset = { tensor: gates, stride: 4 * hidden, column: 3 * hidden };
      const parts = [
        { firstGate: 0, gates: 2, multiplied: states },
        { firstGate: 2, gates: 1, multiplied: reset },
      ];
      return parameterGradients(backend, dx, sizes, 3, parts, needs);
    }
    const d = backend.output(dx.shape);
    backend.run(throughReset, { dx, gates, d }, { hidden }, sizeOf(d));
    const gradients = parameterGradients(backend, d, sizes, 3, [{ firstGate: 0, gates: 3, multiplied: states }], needs);
    backend.disposeData(d.dataId);
    return gradients;
  } finally {
    backend.disposeData(before.dataId);
  }
}
