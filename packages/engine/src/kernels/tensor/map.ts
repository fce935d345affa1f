import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes, mapFunctions } from '../../tensor-operations.js';
import { sizeOf } from '../shapes.js';
import { type StockKernel, stockKernel } from '../stock/table.js';
import { type ElementType, encode } from './encode.js';

type X = { readonly x: TensorInfo };
type MapFunction = keyof typeof mapFunctions;

/** Which functions exist for integers, beside all of them for float32. */
const forIntegers: ReadonlySet<MapFunction> = new Set(['abs', 'negate', 'sign', 'square', 'relu', 'clip']);
/** Integers are these already. */
const roundings: ReadonlySet<MapFunction> = new Set(['floor', 'ceil', 'round']);

/** Klambauer et al., Self-Normalizing Neural Networks (2017). */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export const mapKernels = {
  Abs: mapping('abs'),
  Neg: mapping('negate'),
  Sign: mapping('sign'),
  Square: mapping('square'),
  Relu: mapping('relu'),
  Relu6: mapping('clip', () => [0, 6]),
  ClipByValue: mapping('clip', ({ clipValueMin, clipValueMax }) => [clipValueMin, clipValueMax]),
  Floor: mapping('floor'),
  Ceil: mapping('ceil'),
  Round: mapping('round'),
  Exp: mapping('exp'),
  Expm1: mapping('expm1'),
  Log: mapping('log'),
  Log1p: mapping('log1p'),
  Rsqrt: mapping('rsqrt'),
  Reciprocal: mapping('reciprocal'),
  Sin: mapping('sin'),
  Cos: mapping('cos'),
  Tan: mapping('tan'),
  Asin: mapping('asin'),
  Acos: mapping('acos'),
  Atan: mapping('atan'),
  Sinh: mapping('sinh'),
  Cosh: mapping('cosh'),
  Asinh: mapping('asinh'),
  Acosh: mapping('acosh'),
  Atanh: mapping('atanh'),
  Erf: mapping('erf'),
  Softplus: mapping('softplus'),
  Elu: mapping('elu', () => [1, 1]),
  Selu: mapping('elu', () => [SELU_ALPHA, SELU_SCALE]),
  LeakyRelu: mapping('leaky-relu', ({ alpha }) => [alpha, 0]),
  Step: mapping('step', ({ alpha }) => [alpha, 0]),
  IsNan: mapping('is-nan', undefined, 'bool'),
  IsInf: mapping('is-infinite', undefined, 'bool'),
  IsFinite: mapping('is-finite', undefined, 'bool'),

  LogicalNot: stockKernel<X>(({ inputs: { x }, backend }) => (x.dtype === 'bool' ? mapped(backend, x, 'bool', 'not', 'bool') : undefined)),
};

type Numbers = readonly [number | undefined, number | undefined];

/** @param parameters alpha and beta from the kernel's attributes */
function mapping(
  name: MapFunction,
  parameters: (attributes: Readonly<Record<string, number>>) => Numbers = () => [0, 0],
  to?: ElementType,
): StockKernel {
  return stockKernel<X, Readonly<Record<string, number>>>(({ inputs: { x }, attrs, backend }) => {
    const numbers = parameters(attrs ?? {});
    if (x.dtype === 'float32') return mapped(backend, x, x.dtype, name, to ?? x.dtype, numbers);
    if (x.dtype !== 'int32') return undefined;
    if (roundings.has(name)) return backend.share(x, x.shape);
    return forIntegers.has(name) ? mapped(backend, x, x.dtype, name, x.dtype, numbers) : undefined;
  });
}

function mapped(
  backend: PrattleBackend,
  x: TensorInfo,
  type: ElementType,
  name: MapFunction,
  to: ElementType,
  [alpha = 0, beta = 0]: Numbers = [0, 0],
): TensorInfo {
  const y = backend.output(x.shape, to);
  encode(backend, 'map', {
    y: backend.address(y),
    x: backend.address(x),
    size: sizeOf(x.shape),
    function: mapFunctions[name],
    type: elementTypes[type],
    alpha,
    beta,
  });
  return y;
}
