import { broadcast_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelName } from '../kernels.js';

/** What an operation will give, told from its inputs' shapes alone, and the operation where it can be said more plainly. */
export interface Inference {
  readonly kernel?: string;
  readonly outputs: readonly Shaped[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Shaped {
  readonly shape: readonly number[];
  readonly dtype: string;
}

export type Inputs = Readonly<Record<string, TensorInfo>>;
type Attributes = Readonly<Record<string, unknown>>;
type Rule = (inputs: Inputs, attributes: Attributes) => Inference;

const one = (shape: readonly number[], dtype = 'float32', attributes?: Attributes): Inference => ({
  outputs: [{ shape, dtype }],
  ...(attributes ? { attributes } : {}),
});

/** The input of this name. @throws RangeError when the kernel was called without it */
function input(inputs: Inputs, name: string): TensorInfo {
  const found = inputs[name];
  if (found === undefined) throw new RangeError(`the operation was called without ${name}`);
  return found;
}

const elementwise: Rule = (inputs) => one(input(inputs, 'x').shape, input(inputs, 'x').dtype);

function broadcasting(dtype?: string): Rule {
  return (inputs) => {
    const [a, b] = [input(inputs, 'a'), input(inputs, 'b')];
    return one(broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape), dtype ?? a.dtype);
  };
}

/** @param name of the attribute that holds the axes */
function reduction(name: string): Rule {
  return (inputs, attributes) => {
    const { shape, dtype } = input(inputs, 'x');
    const axes = util.parseAxisParam(attributes[name] as number | number[], shape);
    const keepDims = attributes.keepDims === true;
    const kept = shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));
    return one(kept, dtype, { axes, keepDims });
  };
}

const normalised: Rule = (inputs) => one(input(inputs, 'x').shape);
const scan: Rule = (inputs) => {
  const [batch = 0, time = 0] = input(inputs, 'x').shape;
  const hidden = input(inputs, 'start').shape[1] ?? 0;
  return one([batch, time, hidden]);
};

/** Kernels that only training and decoding use, and what belongs to them. */
type Unrecorded =
  | `${string}Gradient`
  | `${string}Step`
  | 'PrattleBatchNorm'
  | 'PrattleCrossEntropy'
  | 'PrattleDropout'
  | 'PrattleGlobalNorm'
  | 'PrattleWriteRows';

/** Every other fused operation: a new one that is missing here does not compile. */
const fused: Readonly<Record<Exclude<KernelName, Unrecorded>, Rule>> = {
  PrattleLinear(inputs, { layout }) {
    const [first = 0, second = 0] = input(inputs, 'weight').shape;
    return one([...input(inputs, 'x').shape.slice(0, -1), layout === 'in-out' ? second : first]);
  },
  PrattleCausalConvolution: (inputs) => one([...input(inputs, 'x').shape.slice(0, 2), input(inputs, 'weight').shape[0] ?? 0]),
  PrattleEmbedding: (inputs) => one([...input(inputs, 'ids').shape, input(inputs, 'table').shape[1] ?? 0]),
  PrattleLayerNorm: normalised,
  PrattleRmsNorm: normalised,
  PrattleActivation: normalised,
  PrattleAdd: (inputs) => one(input(inputs, 'a').shape),
  PrattleAttention(inputs, { heads, headWidth }) {
    const [batch = 0, time = 0] = (inputs.packed ?? input(inputs, 'q')).shape;
    return one([batch, time, Number(heads) * Number(headWidth)]);
  },
  PrattleRnnScan: scan,
  PrattleGruScan: scan,
  PrattleLstmScan: (inputs, attributes) => ({
    outputs: [...scan(inputs, attributes).outputs, { shape: input(inputs, 'cell').shape, dtype: 'float32' }],
  }),
};

/** tfjs's own operations, as far as the plain operations of this package use them. */
const stock: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    [...['Abs', 'Erf', 'Exp', 'Log', 'Neg', 'Relu'], ...['Rsqrt', 'Sigmoid', 'Softplus', 'Sqrt', 'Square', 'Tanh']].map((name) => [
      name,
      elementwise,
    ]),
  ),
  ...Object.fromEntries(['Add', 'Maximum', 'Minimum', 'Multiply', 'Pow', 'RealDiv', 'Sub'].map((name) => [name, broadcasting()])),
  ...Object.fromEntries(
    ['Equal', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'NotEqual'].map((name) => [name, broadcasting('bool')]),
  ),
  Softmax: (inputs) => one(input(inputs, 'logits').shape),
  LogSoftmax: (inputs) => one(input(inputs, 'logits').shape),
  Sum: reduction('axis'),
  Mean: reduction('axis'),
  Min: reduction('axis'),
  Max: reduction('reductionIndices'),
  ArgMax(inputs, { axis }) {
    const { shape } = input(inputs, 'x');
    return one(shape.toSpliced(Number(axis), 1), 'int32');
  },
  BatchMatMul(inputs, { transposeA, transposeB }) {
    const [a, b] = [input(inputs, 'a').shape, input(inputs, 'b').shape];
    const rows = a.at(transposeA ? -1 : -2) ?? 1;
    const columns = b.at(transposeB ? -2 : -1) ?? 1;
    return one([...broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns]);
  },
  Select: (inputs) => one(input(inputs, 't').shape, input(inputs, 't').dtype),
  Cast: (inputs, { dtype }) => one(input(inputs, 'x').shape, String(dtype)),
  OneHot: (inputs, { depth, dtype }) => one([...input(inputs, 'indices').shape, Number(depth)], String(dtype)),
  GatherV2(inputs, { axis }) {
    const { shape, dtype } = input(inputs, 'x');
    return one(shape.toSpliced(Number(axis), 1, ...input(inputs, 'indices').shape), dtype);
  },
  Concat(inputs, { axis }) {
    const parts = Object.values(inputs);
    const { shape, dtype } = input(inputs, '0');
    const length = parts.reduce((sum, part) => sum + (part.shape[Number(axis)] ?? 0), 0);
    return one(shape.with(Number(axis), length), dtype);
  },
  Pack(inputs, { axis }) {
    const { shape, dtype } = input(inputs, '0');
    return one(shape.toSpliced(Number(axis), 0, Object.keys(inputs).length), dtype);
  },
  SplitV(inputs, { numOrSizeSplits, axis }) {
    const { shape, dtype } = input(inputs, 'x');
    const at = Number(axis) < 0 ? Number(axis) + shape.length : Number(axis);
    const length = shape[at] ?? 0;
    const asked = numOrSizeSplits as number | number[];
    const sizes = typeof asked === 'number' ? Array.from({ length: asked }, () => length / asked) : asked;
    return { outputs: sizes.map((size) => ({ shape: shape.with(at, size), dtype })), attributes: { sizes, axis: at } };
  },
  Slice(inputs, attributes) {
    const x = input(inputs, 'x');
    const asked = [attributes.begin, attributes.size] as [number[], number[]];
    const [begin, size] = slice_util.parseSliceParams({ shape: x.shape } as never, ...asked) as [number[], number[]];
    return one(size, x.dtype, { begin, size });
  },
  Reshape(inputs, { shape }) {
    const x = input(inputs, 'x');
    return one(util.inferFromImplicitShape(shape as number[], util.sizeFromShape(x.shape)), x.dtype, {});
  },
  ExpandDims(inputs, { dim }) {
    const x = input(inputs, 'input');
    const at = Number(dim) < 0 ? Number(dim) + x.shape.length + 1 : Number(dim);
    return one(x.shape.toSpliced(at, 0, 1), x.dtype, {});
  },
  Transpose(inputs, { perm }) {
    const { shape, dtype } = input(inputs, 'x');
    return one(
      (perm as number[]).map((axis) => shape[axis] ?? 0),
      dtype,
    );
  },
  // What is broadcast to the shape that it has, tfjs clones; the next size of the input may need it repeated.
  Identity(inputs) {
    const { shape, dtype } = input(inputs, 'x');
    return { kernel: 'Tile', ...one(shape, dtype, { reps: shape.map(() => 1) }) };
  },
  Tile(inputs, { reps }) {
    const { shape, dtype } = input(inputs, 'x');
    return one(
      shape.map((length, axis) => length * ((reps as number[])[axis] ?? 1)),
      dtype,
    );
  },
  Fill: (_inputs, { shape, dtype }) => one(shape as number[], String(dtype ?? 'float32')),
  Range(_inputs, { start, stop, step, dtype }) {
    const length = Math.max(0, Math.ceil((Number(stop) - Number(start)) / Number(step)));
    return one([length], String(dtype ?? 'float32'));
  },
};

const rules: Readonly<Record<string, Rule>> = { ...fused, ...stock };

/** The operations that can be recorded. */
export const RECORDED_KERNELS: readonly string[] = Object.keys(rules);

/** What an operation gives. @throws RangeError for one that is not in the table */
export function infer(kernel: string, inputs: Inputs, attributes: Attributes): Inference {
  const rule = rules[kernel];
  if (rule === undefined) throw new RangeError(`no rule for ${kernel}`);
  return rule(inputs, attributes);
}
