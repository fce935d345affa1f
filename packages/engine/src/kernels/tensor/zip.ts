import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes, zipFunctions } from '../../tensor-operations.js';
import { sizeOf } from '../shapes.js';
import { type StockKernel, stockKernel } from '../stock/table.js';
import { broadcastShape, broadcastStrides, mergeAxes } from './axes.js';
import { converted } from './cast.js';
import { bytesOf, type ElementType, encode, isNumeric, type NumericTensor } from './encode.js';

type ZipFunction = keyof typeof zipFunctions;
const numbers: readonly ElementType[] = ['float32', 'int32'];
const anything: readonly ElementType[] = ['float32', 'int32', 'bool'];

export const zipKernels = {
  Add: zipping('sum', numbers),
  Sub: zipping('difference', numbers),
  Multiply: zipping('product', numbers),
  RealDiv: zipping('quotient', ['float32']),
  Maximum: zipping('maximum', numbers),
  Minimum: zipping('minimum', numbers),
  SquaredDifference: zipping('squared-difference', numbers),
  Mod: zipping('remainder', numbers),
  Pow: zipping('power', numbers),
  Atan2: zipping('atan2', ['float32']),
  Equal: zipping('equal', anything, 'bool'),
  NotEqual: zipping('not-equal', anything, 'bool'),
  Greater: zipping('greater', anything, 'bool'),
  GreaterEqual: zipping('greater-equal', anything, 'bool'),
  Less: zipping('less', anything, 'bool'),
  LessEqual: zipping('less-equal', anything, 'bool'),
  LogicalAnd: zipping('and', ['bool'], 'bool'),
  LogicalOr: zipping('or', ['bool'], 'bool'),

  /** int32 in any case, as in tfjs. */
  FloorDiv: stockKernel<{ a: TensorInfo; b: TensorInfo }>(({ inputs: { a, b }, backend }) => {
    const quotient = zipped(backend, 'floor-quotient', a, b, numbers);
    if (quotient === undefined) return undefined;
    const whole = converted(backend, quotient, 'int32');
    backend.disposeIntermediateTensorInfo(quotient);
    return whole;
  }),

  Prelu: stockKernel<{ x: TensorInfo; alpha: TensorInfo }>(({ inputs: { x, alpha }, backend }) =>
    zipped(backend, 'prelu', x, alpha, ['float32']),
  ),
  EluGrad: stockKernel<{ dy: TensorInfo; y: TensorInfo }>(({ inputs: { dy, y }, backend }) =>
    zipped(backend, 'elu-gradient', dy, y, ['float32']),
  ),

  AddN: stockKernel<TensorInfo[]>(({ inputs: [first, ...rest], backend }) => {
    if (first === undefined || !isNumeric(first) || rest.some(({ dtype }) => dtype !== first.dtype)) return undefined;
    let sum: TensorInfo = backend.share(first, first.shape);
    for (const next of rest) {
      const longer = zipped(backend, 'sum', sum, next, numbers);
      backend.disposeIntermediateTensorInfo(sum);
      if (longer === undefined) return undefined;
      sum = longer;
    }
    return sum;
  }),

  /** tfjs brings the three to one shape before. */
  Select: stockKernel<{ condition: TensorInfo; t: TensorInfo; e: TensorInfo }>(({ inputs: { condition, t, e }, backend }) => {
    if (!isNumeric(t) || t.dtype !== e.dtype || condition.dtype !== 'bool') return undefined;
    const size = sizeOf(t.shape);
    if (sizeOf(e.shape) !== size || sizeOf(condition.shape) !== size) return undefined;
    const y = backend.output(t.shape, t.dtype);
    encode(backend, 'select', {
      ...backend.addresses({ y, condition, a: t, b: e }),
      size,
      bytes: bytesOf(t.dtype),
    });
    return y;
  }),
};

function zipping(name: ZipFunction, types: readonly ElementType[], to?: ElementType): StockKernel {
  return stockKernel<{ a: TensorInfo; b: TensorInfo }>(({ inputs: { a, b }, backend }) => zipped(backend, name, a, b, types, to));
}

/** A new tensor of function(a, b) with broadcasting; nothing where types or shapes do not allow it. */
function zipped(
  backend: PrattleBackend,
  name: ZipFunction,
  a: TensorInfo,
  b: TensorInfo,
  types: readonly ElementType[],
  to?: ElementType,
): NumericTensor | undefined {
  if (!isNumeric(a) || a.dtype !== b.dtype || !types.includes(a.dtype)) return undefined;
  const shape = broadcastShape(a.shape, b.shape);
  if (shape === undefined) return undefined;
  const axes = mergeAxes(shape, broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape));
  if (axes === undefined) return undefined;
  const dtype = to ?? a.dtype;
  const y = { ...backend.output(shape, dtype), dtype };
  if (shape.includes(0)) return y;
  encode(
    backend,
    'zip',
    {
      ...backend.addresses({ y, a, b }),
      function: zipFunctions[name],
      type: elementTypes[a.dtype],
    },
    axes.map(({ length, strides: [strideA, strideB] }) => ({ length, strideA, strideB })),
  );
  return y;
}
