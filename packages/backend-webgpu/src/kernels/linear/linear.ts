import type { TensorInfo } from '@prattle/ops/tfjs';
import { sumRows } from '../reduce/sum-rows.js';
import { rowsOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';
import { activationGradient } from './activation-gradient.js';
import { matrix, product } from './product.js';

/** References: ops/src/linear/reference.ts. */
export const linearKernels: Pick<FusedKernels, 'PrattleLinear' | 'PrattleLinearGradient'> = {
  PrattleLinear({ inputs: { x, weight, bias, residual }, attrs: { activation, layout, keepPreactivation }, backend }) {
    const { inputs, outputs } = widths(weight, layout);
    const shape = [...x.shape.slice(0, -1), outputs];
    const c = backend.output(shape);
    const preactivation = keepPreactivation && activation !== 'none' ? backend.output(shape) : undefined;
    const b = layout === 'out-in' ? matrix(weight, inputs, true) : matrix(weight, outputs);
    product(backend, { m: rowsOf(x), n: outputs, k: inputs, a: matrix(x, inputs), b, c, bias, activation, preactivation, residual });
    return [c, preactivation ?? null];
  },

  PrattleLinearGradient({ inputs: { dy, x, weight, y, preactivation }, attrs: { activation, layout, needs, consume }, backend }) {
    const { inputs, outputs } = widths(weight, layout);
    const rows = rowsOf(x);
    const d = activation === 'none' ? dy : activationGradient(backend, { dy, y, preactivation }, activation, consume);

    let dx: TensorInfo | null = null;
    if (needs.x) {
      dx = backend.output(x.shape);
      const b = layout === 'out-in' ? matrix(weight, inputs) : matrix(weight, outputs, true);
      product(backend, { m: rows, n: inputs, k: outputs, a: matrix(d, outputs), b, c: dx });
    }
    let dweight: TensorInfo | null = null;
    if (needs.weight) {
      dweight = backend.output(weight.shape);
      const [m, n] = weight.shape as [number, number];
      const [left, right] = layout === 'out-in' ? [d, x] : [x, d];
      product(backend, { m, n, k: rows, a: matrix(left, m, true), b: matrix(right, n), c: dweight });
    }
    const dbias = needs.bias ? sumRows(backend, d, rows, outputs) : null;
    if (d !== dy) backend.disposeData(d.dataId);
    return [dx, dweight, dbias];
  },
};

function widths(weight: TensorInfo, layout: 'out-in' | 'in-out'): { inputs: number; outputs: number } {
  const [first = 0, second = 0] = weight.shape;
  return layout === 'out-in' ? { inputs: second, outputs: first } : { inputs: first, outputs: second };
}
