import { checksumOf, type OperationTable } from './operations.js';

/**
 * Commands for tfjs's own operations on tensors of any element type, for engines whose memory JavaScript does not see: there
 * a kernel in JavaScript would copy its tensors to the host and back. An engine has all of them or none
 * (`Engine.tensorOperations`); those that share their memory with JavaScript leave them to it.
 *
 * Encoded as `operations` are. The C++ header `native/tensor_operations.h` is generated from this table. `data` and `result` point
 * to elements of the type that the argument `type` (or `from`, `to`) names, one of `elementTypes`: float32, int32, or bytes of
 * 0 and 1; `bytes` is an element's size where its type does not matter. Outputs may not overlap inputs. An operation on
 * nothing does nothing.
 */
export const elementTypes = { float32: 0, int32: 1, bool: 2 } as const;

/**
 * Values of `function` in `map`. The result has the type of x, except that those from `is-nan` on give bool. What is defined for int32 is
 * `integerMapFunctions`, for bool `not` alone.
 */
export const mapFunctions = {
  abs: 0,
  negate: 1,
  sign: 2,
  square: 3,
  relu: 4,
  /** min(max(x, alpha), beta); NaN stays. */
  clip: 5,
  floor: 6,
  ceil: 7,
  /** To the nearest integer, halves to the even one. */
  round: 8,
  exp: 9,
  expm1: 10,
  log: 11,
  log1p: 12,
  rsqrt: 13,
  reciprocal: 14,
  sin: 15,
  cos: 16,
  tan: 17,
  asin: 18,
  acos: 19,
  atan: 20,
  sinh: 21,
  cosh: 22,
  asinh: 23,
  acosh: 24,
  atanh: 25,
  erf: 26,
  softplus: 27,
  /** x or alpha · (exp x - 1) where x < 0, times beta: elu, selu. */
  elu: 28,
  /** x or alpha · x where x < 0. */
  'leaky-relu': 29,
  /** 1 or alpha where x ≤ 0; NaN stays. */
  step: 30,
  'is-nan': 31,
  'is-infinite': 32,
  'is-finite': 33,
  not: 34,
} as const;

/**
 * Values of `function` in `zip`. The result has the type of a and b, except that those from `equal` on give bool. Integers
 * wrap around; a quotient of or by 0 gives 0. `and` and `or` are for bool alone, what is before `quotient` for float32 and int32.
 */
export const zipFunctions = {
  sum: 0,
  difference: 1,
  product: 2,
  /** NaN where one of them is. */
  maximum: 3,
  minimum: 4,
  'squared-difference': 5,
  /** ⌊a / b⌋ */
  'floor-quotient': 6,
  /** The remainder with the sign of b. */
  remainder: 7,
  power: 8,
  /** float32 from here to `elu-gradient`. */
  quotient: 9,
  atan2: 10,
  /** a, or a · b where a < 0. */
  prelu: 11,
  /** a · elu'(x), where b = elu(x). */
  'elu-gradient': 12,
  equal: 13,
  'not-equal': 14,
  greater: 15,
  'greater-equal': 16,
  less: 17,
  'less-equal': 18,
  and: 19,
  or: 20,
} as const;

/** Values of `reduction`; `all` and `any` are for bool, the others for float32 and int32. */
export const reductions = { sum: 0, product: 1, greatest: 2, least: 3, all: 4, any: 5 } as const;

/** The most groups that `zip` and `arrange` take. */
export const mostAxes = 6;

/** A two-dimensional convolution: rows and columns of x, of the result and of the filter. */
const convolution = {
  batch: 'integer',
  height: 'integer',
  width: 'integer',
  channels: 'integer',
  outHeight: 'integer',
  outWidth: 'integer',
  filterHeight: 'integer',
  filterWidth: 'integer',
  strideHeight: 'integer',
  strideWidth: 'integer',
  dilationHeight: 'integer',
  dilationWidth: 'integer',
  top: 'integer',
  left: 'integer',
} as const;

/** An array [outer, length, inner], worked on along its second axis. */
const lines = { outer: 'integer', length: 'integer', inner: 'integer' } as const;

export const tensorOperations = {
  // ---- elementwise -------------------------------------------------------------------------------------------------
  /** y[i] = start + i · step */
  sequence: { opcode: 80, arguments: { y: 'result', size: 'integer', start: 'number', step: 'number', type: 'integer' } },
  /** y[i] = x[i] as another type; float32 as int32 as in `truncate`, anything but 0 (NaN, too) as true. */
  convert: { opcode: 81, arguments: { y: 'result', x: 'data', size: 'integer', from: 'integer', to: 'integer' } },
  /** y[i] = function(x[i]) */
  map: {
    opcode: 82,
    arguments: { y: 'result', x: 'data', size: 'integer', function: 'integer', type: 'integer', alpha: 'number', beta: 'number' },
  },
  /** y[i] = function(a, b), y dense; one group for each axis, outermost first, in which a stride of 0 repeats. `type` is that of a and b. */
  zip: {
    opcode: 83,
    arguments: { y: 'result', a: 'data', b: 'data', function: 'integer', type: 'integer' },
    each: { length: 'integer', strideA: 'integer', strideB: 'integer' },
  },
  /** y[i] = condition[i] is not 0 ? a[i] : b[i]; condition bool. */
  select: {
    opcode: 84,
    arguments: { y: 'result', condition: 'data', a: 'data', b: 'data', size: 'integer', bytes: 'integer' },
  },

  // ---- arrangement -------------------------------------------------------------------------------------------------
  /** y[Σ i·strideY] = x[Σ i·strideX] over all indices of the axes, outermost first; strides of x may be 0 or negative. 1 or 4 bytes. */
  arrange: {
    opcode: 85,
    arguments: { y: 'result', x: 'data', bytes: 'integer' },
    each: { length: 'integer', strideY: 'integer', strideX: 'integer' },
  },
  /** y [batch, outer, count, inner]: y[b, o, j] = x[b, o, indices[b, j]] of x [batch, outer, length, inner]; 0 for indices beyond. */
  take: {
    opcode: 86,
    arguments: { y: 'result', x: 'data', indices: 'indices', batch: 'integer', ...lines, count: 'integer', bytes: 'integer' },
  },
  /** y [count, depth]: `on` where the column is the index of the row, else `off`. */
  oneHot: {
    opcode: 87,
    arguments: { y: 'result', indices: 'indices', count: 'integer', depth: 'integer', on: 'number', off: 'number', type: 'integer' },
  },

  // ---- along an axis -----------------------------------------------------------------------------------------------
  /** y [outer, inner] = the reduction of x, divided by `divisor` if it is float32. Nothing reduces to the reduction's neutral element. */
  reduce: { opcode: 88, arguments: { y: 'result', x: 'data', ...lines, reduction: 'integer', type: 'integer', divisor: 'number' } },
  /** y int32 [outer, inner]: the first index of the greatest element, or of the least one. float32 and int32. */
  locate: { opcode: 89, arguments: { y: 'integers', x: 'data', ...lines, least: 'integer', type: 'integer' } },
  /** y[o, l, i] = the sum (or product) of x[o, 0 … l, i], or only before l (`exclusive`), or from the end (`reverse`). float32 and int32. */
  accumulate: {
    opcode: 90,
    arguments: { y: 'result', x: 'data', ...lines, product: 'integer', exclusive: 'integer', reverse: 'integer', type: 'integer' },
  },
  /** Softmax of each row. */
  softmax: { opcode: 91, arguments: { y: 'output', x: 'input', rows: 'integer', width: 'integer' } },

  // ---- convolution -------------------------------------------------------------------------------------------------
  /** columns [batch, outHeight, outWidth, filterHeight, filterWidth, channels] = what the filter sees of x; 0 outside of it. */
  unfold: { opcode: 92, arguments: { columns: 'output', x: 'input', ...convolution } },
  /** The transpose of `unfold`: x = for each element the sum of all columns that are copies of it. */
  fold: { opcode: 93, arguments: { x: 'output', columns: 'input', ...convolution } },
} as const satisfies OperationTable;

/** As `operationsVersion`, of this table. */
export function tensorOperationsVersion(): number {
  return checksumOf(tensorOperations);
}
