import { bool, type CaseInput, float, floatFrom, int, makeCase, oddities, ROUNDING, type TensorCase } from './case.js';

const shape = [3, 5];
const inside = (x: number) => Math.tanh(x) * 0.95;

/** Functions and where they are defined. */
const functions: readonly (readonly [kernel: string, input: () => CaseInput, attributes?: Readonly<Record<string, number>>])[] = [
  ...['Abs', 'Neg', 'Sign', 'Square', 'Relu', 'Relu6', 'Floor', 'Ceil', 'Round', 'IsNan', 'IsInf', 'IsFinite'].map(
    (kernel) => [kernel, oddities] as const,
  ),
  ...['Exp', 'Expm1', 'Reciprocal', 'Tanh', 'Sigmoid', 'Softplus', 'Elu', 'Selu', 'Atan', 'Erf'].map(
    (kernel) => [kernel, oddities] as const,
  ),
  ...['Sin', 'Cos', 'Tan', 'Sinh', 'Cosh', 'Asinh'].map((kernel) => [kernel, () => float(shape)] as const),
  ...['Asin', 'Acos', 'Atanh'].map((kernel) => [kernel, () => floatFrom(shape, inside)] as const),
  ...['Log', 'Log1p', 'Sqrt', 'Rsqrt'].map((kernel) => [kernel, () => floatFrom(shape, (x) => x * x + 0.01)] as const),
  ['Acosh', () => floatFrom(shape, (x) => 1.1 + x * x)],
  ['LeakyRelu', oddities, { alpha: 0.2 }],
  ['Step', oddities, { alpha: 0.3 }],
  ['ClipByValue', oddities, { clipValueMin: -0.7, clipValueMax: 1.2 }],
];

const pairs: readonly (readonly [a: readonly number[], b: readonly number[]])[] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], []],
  [
    [2, 1, 3, 1],
    [4, 1, 5],
  ],
  [
    [2, 1, 2, 1, 2, 1],
    [1, 3, 1, 2, 1, 3],
  ],
];

function arithmetic(): TensorCase[] {
  const numbers = ['Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'SquaredDifference'];
  const comparisons = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'];
  const few = (size: readonly number[]) => floatFrom(size, (x) => Math.round(x));
  return pairs.flatMap(([a, b]) => [
    ...numbers.flatMap((kernel) => [
      makeCase(kernel, { a: float(a), b: float(b) }, {}, ROUNDING),
      makeCase(kernel, { a: int(a), b: int(b) }),
    ]),
    ...comparisons.flatMap((kernel) => [
      makeCase(kernel, { a: few(a), b: few(b) }),
      makeCase(kernel, { a: int(a, 0, 3), b: int(b, 0, 3) }),
      makeCase(kernel, { a: bool(a), b: bool(b) }),
    ]),
    ...['LogicalAnd', 'LogicalOr'].map((kernel) => makeCase(kernel, { a: bool(a), b: bool(b) })),
    makeCase('RealDiv', { a: float(a), b: floatFrom(b, (x) => x + 3 * Math.sign(x)) }, {}, ROUNDING),
    makeCase('FloorDiv', { a: float(a), b: floatFrom(b, (x) => x + 3 * Math.sign(x)) }),
    makeCase('FloorDiv', { a: int(a), b: int(b, 1, 5) }),
    makeCase('FloorDiv', { a: int(a), b: int(b, -5, 0) }),
    makeCase('Mod', { a: float(a), b: floatFrom(b, (x) => x + 3 * Math.sign(x)) }, {}, ROUNDING),
    makeCase('Mod', { a: int(a), b: int(b, 1, 5) }),
    makeCase('Mod', { a: int(a), b: int(b, -5, 0) }),
    makeCase('Pow', { a: floatFrom(a, (x) => Math.abs(x) + 0.1), b: float(b) }, {}, 8 * ROUNDING),
    makeCase('Pow', { a: int(a), b: int(b, 0, 5) }),
    makeCase('Atan2', { a: float(a), b: float(b) }, {}, ROUNDING),
    makeCase('Prelu', { x: float(a), alpha: float(b) }, {}, ROUNDING),
  ]);
}

/** Kernels that look at elements one by one, or two of them. */
export function elementwiseCases(): TensorCase[] {
  return [
    ...functions.map(([kernel, input, attributes]) => makeCase(kernel, { x: input() }, attributes, 2 * ROUNDING)),
    ...['Abs', 'Neg', 'Sign', 'Square', 'Relu', 'Relu6', 'Floor', 'Ceil', 'Round'].map((kernel) => makeCase(kernel, { x: int(shape) })),
    makeCase('ClipByValue', { x: int(shape) }, { clipValueMin: -3, clipValueMax: 4 }),
    makeCase('LogicalNot', { x: bool(shape) }),
    ...arithmetic(),
    makeCase('EluGrad', { dy: float(shape), y: floatFrom(shape, (x) => Math.max(-1, x)) }, {}, ROUNDING),
    makeCase('AddN', [float(shape), float(shape), float(shape)], {}, ROUNDING),
    makeCase('AddN', [int(shape), int(shape)]),
    makeCase('Select', { condition: bool(shape), t: float(shape), e: float(shape) }),
    makeCase('Select', { condition: bool(shape), t: int(shape), e: int(shape) }),
    makeCase('Select', { condition: bool(shape), t: bool(shape), e: bool(shape) }),
    ...(['float32', 'int32', 'bool'] as const).flatMap((dtype) => [
      makeCase('Cast', { x: floatFrom(shape, (x) => (Math.abs(x) < 0.3 ? 0 : 3 * x)) }, { dtype }),
      makeCase('Cast', { x: int(shape, -1, 2) }, { dtype }),
      makeCase('Cast', { x: bool(shape) }, { dtype }),
      ...[0, 1].map((value) => makeCase('Fill', {}, { shape, value, dtype })),
    ]),
    ...['ZerosLike', 'OnesLike'].flatMap((kernel) => [float(shape), int(shape), bool(shape)].map((x) => makeCase(kernel, { x }))),
    makeCase('Range', {}, { start: 2, stop: 11, step: 2, dtype: 'int32' }),
    makeCase('Range', {}, { start: 1, stop: -2, step: -0.5, dtype: 'float32' }, ROUNDING),
    makeCase('LinSpace', {}, { start: -1, stop: 2, num: 7 }, ROUNDING),
  ];
}
