import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { product } from '../product.js';
import { sizeOf } from '../shapes.js';
import { stockKernel } from '../stock/table.js';
import { arranged } from './arrange.js';
import { broadcastShape, broadcastStrides } from './axes.js';
import { isNumeric, type NumericTensor } from './encode.js';
import { epilogueOf } from './epilogue.js';

interface Attributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly activation?: string;
}

export const matrixProductKernels = {
  /** Products that are not as many on both sides: the repeated matrices are copied. */
  BatchMatMul: stockKernel<{ a: TensorInfo; b: TensorInfo }, Attributes>(({ inputs: { a, b }, attrs, backend }) =>
    multiplied(backend, a, b, attrs),
  ),

  _FusedMatMul: stockKernel<{ a: TensorInfo; b: TensorInfo; bias?: TensorInfo | null }, Attributes>(
    ({ inputs: { a, b, bias }, attrs, backend }) => multiplied(backend, a, b, attrs, bias),
  ),
};

function multiplied(
  backend: PrattleBackend,
  a: TensorInfo,
  b: TensorInfo,
  { transposeA, transposeB, activation }: Attributes,
  bias?: TensorInfo | null,
): TensorInfo | undefined {
  if (!isNumeric(a) || !isNumeric(b) || a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const lead = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [rowsA = 0, columnsA = 0] = a.shape.slice(-2);
  const [rowsB = 0, columnsB = 0] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  const batch = sizeOf(lead ?? []);
  const epilogue = epilogueOf(backend, n, bias, activation);
  // A command adds a bias to one product alone.
  if (lead === undefined || k !== inner || k === 0 || epilogue === undefined || (epilogue.bias !== 0 && batch > 1)) return undefined;

  const wholeA = repeated(backend, a, lead);
  const wholeB = repeated(backend, b, lead);
  if (wholeA === undefined || wholeB === undefined) return undefined;
  const y = backend.output([...lead, m, n]);
  const [addressA, addressB, c] = [backend.address(wholeA), backend.address(wholeB), backend.address(y)];
  product(backend, { m, n, k, a: addressA, b: addressB, c, transposeA, transposeB, batch, batchA: m * k, batchB: k * n, ...epilogue });
  backend.disposeIntermediateTensorInfo(wholeA);
  backend.disposeIntermediateTensorInfo(wholeB);
  return y;
}

/** The matrices, one for each of `lead`; to be disposed of. */
function repeated(backend: PrattleBackend, x: NumericTensor, lead: readonly number[]): TensorInfo | undefined {
  const shape = [...lead, ...x.shape.slice(-2)];
  if (sizeOf(shape) === sizeOf(x.shape)) return backend.share(x, shape);
  return arranged(backend, shape, x, { strides: broadcastStrides(x.shape, shape) });
}
