import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { activations } from '../operations.js';
import { throughActivation } from './activation-gradient.js';
import { product } from './product.js';
import { expectSize, expectType, refuse, rowsOf, widthOf } from './shapes.js';
import type { FusedKernels } from './table.js';

export const linearKernels: Pick<FusedKernels, 'PrattleLinear' | 'PrattleLinearGradient'> = {
  PrattleLinear({ inputs: { x, weight, bias, residual }, attrs: { activation, layout, keepPreactivation }, backend }) {
    const { inputs, outputs } = widths('PrattleLinear', x, weight, layout);
    const rows = rowsOf(x);
    if (bias !== undefined) expectSize('PrattleLinear', 'bias', bias, outputs);
    if (residual !== undefined) expectSize('PrattleLinear', 'residual', residual, rows * outputs);
    const shape = [...x.shape.slice(0, -1), outputs];
    const y = backend.output(shape);
    const preactivation = keepPreactivation && activation !== 'none' ? backend.output(shape) : null;
    product(backend, {
      m: rows,
      n: outputs,
      k: inputs,
      a: backend.address(x),
      b: backend.address(weight),
      transposeB: layout === 'out-in',
      c: backend.address(y),
      bias: backend.address(bias),
      activation: activations[activation],
      preactivation: backend.address(preactivation),
      residual: backend.address(residual),
    });
    return [y, preactivation];
  },

  PrattleLinearGradient({ inputs: { dy, x, weight, y, preactivation }, attrs: { activation, layout, needs, consume }, backend }) {
    const { inputs, outputs } = widths('PrattleLinearGradient', x, weight, layout);
    const rows = rowsOf(x);
    expectSize('PrattleLinearGradient', 'dy', dy, rows * outputs);
    const d = activation === 'none' ? dy : throughActivation(backend, { dy, y, preactivation }, activation, consume);
    const addressOfD = backend.address(d);

    const dx = needs.x ? backend.output(x.shape) : null;
    if (dx !== null) {
      product(backend, {
        m: rows,
        n: inputs,
        k: outputs,
        a: addressOfD,
        b: backend.address(weight),
        transposeB: layout === 'in-out',
        c: backend.address(dx),
      });
    }

    const dbias = needs.bias ? backend.output([outputs]) : null;
    let dweight: TensorInfo | null = null;
    if (needs.weight) {
      dweight = backend.output(weight.shape);
      const outIn = layout === 'out-in';
      const addressOfX = backend.address(x);
      product(backend, {
        m: outIn ? outputs : inputs,
        n: outIn ? inputs : outputs,
        k: rows,
        a: outIn ? addressOfD : addressOfX,
        b: outIn ? addressOfX : addressOfD,
        transposeA: true,
        c: backend.address(dweight),
        sumsA: outIn ? backend.address(dbias) : 0,
        sumsB: outIn ? 0 : backend.address(dbias),
      });
    } else if (dbias !== null) {
      sumOverRows(backend, addressOfD, rows, outputs, backend.address(dbias));
    }

    if (d !== dy) backend.disposeData(d.dataId);
    return [dx, dweight, dbias];
  },
};

function widths(kernel: string, x: TensorInfo, weight: TensorInfo, layout: 'out-in' | 'in-out'): { inputs: number; outputs: number } {
  expectType(kernel, 'x', x, 'float32');
  expectType(kernel, 'weight', weight, 'float32');
  const [first = 0, second = 0] = weight.shape;
  const [inputs, outputs] = layout === 'out-in' ? [second, first] : [first, second];
  if (weight.shape.length !== 2 || widthOf(x) !== inputs) {
    refuse(kernel, `x [${x.shape}] does not fit weight [${weight.shape}] in layout ${layout}`);
  }
  return { inputs, outputs };
}

/** Sums the rows of d [rows, width]: a product with a row of ones. */
export function sumOverRows(backend: PrattleBackend, d: number, rows: number, width: number, sums: number): void {
  const ones = backend.output([rows]);
  backend.commands.encode('fill', { y: backend.address(ones), size: rows, value: 1 });
  product(backend, { m: 1, n: width, k: rows, a: backend.address(ones), b: d, c: sums });
  backend.disposeData(ones.dataId);
}
