import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { sumOverRows } from './linear.js';
import { product } from './product.js';
import { expectSize, expectType, refuse } from './shapes.js';
import type { FusedKernels } from './table.js';

const BYTES = 4;

/** Sizes of one convolution. */
interface Sizes {
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Numbers in a row of the weight. */
  readonly columns: number;
}

/** A tap that reads `back` positions earlier, where its columns of the weight begin, and how many positions of a row it reaches. */
interface Tap {
  readonly back: number;
  readonly column: number;
  readonly reached: number;
}

/**
 * Every tap is a product of the rows as they lie, moved by its distance: no position is copied, save for the gradient of the
 * weight, whose sum runs over all rows at once. The tap that reads the position itself comes first and writes, the others add.
 */
export const causalConvolutionKernels: Pick<FusedKernels, 'PrattleCausalConvolution' | 'PrattleCausalConvolutionGradient'> = {
  PrattleCausalConvolution({ inputs: { x, weight, bias }, attrs: { taps, dilation }, backend }) {
    const sizes = sizesOf('PrattleCausalConvolution', x, weight, taps);
    const { batch, time, inputs, outputs, columns } = sizes;
    if (bias !== undefined) expectSize('PrattleCausalConvolution', 'bias', bias, outputs);
    const y = backend.output([batch, time, outputs]);
    const [here, ...earlier] = tapsOf(sizes, taps, dilation);
    const shared = { n: outputs, k: inputs, transposeB: true, strideB: columns, a: backend.address(x) };
    const weightOf = ({ column }: Tap): number => backend.address(weight) + column * BYTES;
    product(backend, { ...shared, m: batch * time, b: weightOf(here), c: backend.address(y), bias: backend.address(bias) });
    for (const tap of earlier) {
      const c = backend.address(y) + tap.back * outputs * BYTES;
      const rows = { m: tap.reached, batch, batchA: time * inputs, batchC: time * outputs };
      product(backend, { ...shared, ...rows, b: weightOf(tap), c, residual: c });
    }
    return [y];
  },

  PrattleCausalConvolutionGradient({ inputs: { dy, x, weight }, attrs: { taps, dilation, needs }, backend }) {
    const sizes = sizesOf('PrattleCausalConvolutionGradient', x, weight, taps);
    const { batch, time, outputs } = sizes;
    expectSize('PrattleCausalConvolutionGradient', 'dy', dy, batch * time * outputs);
    const all = tapsOf(sizes, taps, dilation);
    const dx = needs.x ? gradientOfInput(backend, sizes, all, dy, weight) : null;
    const dbias = needs.bias ? backend.output([outputs]) : null;
    const dweight = needs.weight ? gradientOfWeight(backend, sizes, all, { dy, x, dbias }) : null;
    if (dbias !== null && dweight === null) sumOverRows(backend, backend.address(dy), batch * time, outputs, backend.address(dbias));
    return [dx, dweight, dbias];
  },
};

function gradientOfInput(
  backend: PrattleBackend,
  { batch, time, inputs, outputs, columns }: Sizes,
  [here, ...earlier]: Taps,
  dy: TensorInfo,
  weight: TensorInfo,
): TensorInfo {
  const dx = backend.output([batch, time, inputs]);
  const c = backend.address(dx);
  const shared = { n: inputs, k: outputs, strideB: columns, c };
  const weightOf = ({ column }: Tap): number => backend.address(weight) + column * BYTES;
  product(backend, { ...shared, m: batch * time, a: backend.address(dy), b: weightOf(here) });
  for (const tap of earlier) {
    const a = backend.address(dy) + tap.back * outputs * BYTES;
    const rows = { m: tap.reached, batch, batchA: time * outputs, batchC: time * inputs };
    product(backend, { ...shared, ...rows, a, b: weightOf(tap), residual: c });
  }
  return dx;
}

function gradientOfWeight(
  backend: PrattleBackend,
  { batch, time, inputs, outputs, columns }: Sizes,
  taps: Taps,
  { dy, x, dbias }: { readonly dy: TensorInfo; readonly x: TensorInfo; readonly dbias: TensorInfo | null },
): TensorInfo {
  const dweight = backend.output([outputs, columns]);
  // Taps that reach beyond the start of every row have no gradient.
  if (taps.length * inputs < columns) backend.commands.encode('fill', { y: backend.address(dweight), size: outputs * columns, value: 0 });
  const shared = { m: outputs, n: inputs, k: batch * time, transposeA: true, strideC: columns, a: backend.address(dy) };
  for (const { back, column, reached } of taps) {
    const c = backend.address(dweight) + column * BYTES;
    if (back === 0) {
      product(backend, { ...shared, b: backend.address(x), c, sumsA: backend.address(dbias) });
      continue;
    }
    const moved = backend.output(x.shape);
    backend.commands.encode('fill', { y: backend.address(moved), size: batch * time * inputs, value: 0 });
    backend.commands.encode('copyRows', {
      y: backend.address(moved) + back * inputs * BYTES,
      x: backend.address(x),
      rows: batch,
      width: reached * inputs,
      strideY: time * inputs,
      strideX: time * inputs,
    });
    product(backend, { ...shared, b: backend.address(moved), c });
    backend.disposeData(moved.dataId);
  }
  return dweight;
}

type Taps = readonly [Tap, ...Tap[]];

/** The tap that reads the position itself, then those that reach back and find anything there. */
function tapsOf({ time, inputs }: Sizes, taps: number, dilation: number): Taps {
  const tapAt = (steps: number): Tap => ({
    back: steps * dilation,
    column: (taps - 1 - steps) * inputs,
    reached: time - steps * dilation,
  });
  const earlier = Array.from({ length: taps - 1 }, (_, i) => tapAt(i + 1));
  return [tapAt(0), ...earlier.filter(({ reached }) => reached > 0)];
}

function sizesOf(kernel: string, x: TensorInfo, weight: TensorInfo, taps: number): Sizes {
  expectType(kernel, 'x', x, 'float32');
  expectType(kernel, 'weight', weight, 'float32');
  const [batch = 0, time = 0, inputs = 0] = x.shape;
  const [outputs = 0, columns = 0] = weight.shape;
  if (x.shape.length !== 3 || weight.shape.length !== 2 || columns !== taps * inputs) {
    refuse(kernel, `x [${x.shape}] does not fit weight [${weight.shape}] with ${taps} taps`);
  }
  return { batch, time, inputs, outputs, columns };
}
