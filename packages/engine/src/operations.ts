/**
 * The commands that an engine executes: the one table that both halves of the backend are made from. TypeScript encodes
 * commands with it; the C++ header `native/operations.h` (opcodes, argument structs, decoder) is generated from it, and
 * `operations.test.ts` fails when the two differ (`vitest run -u` writes the header anew).
 *
 * A command is a run of doubles in a Float64Array: opcode, length (of all of it, in doubles), the arguments in the order
 * of the table, then, for operations with `each`, any number of groups. Pointers are addresses (native) or byte offsets
 * (wasm); 0 means absent and is allowed only where the comment says so. Everything is float32 unless it says int32.
 * Outputs may not overlap inputs, except where "may be" says so. Row-major throughout; strides count elements.
 */

/**
 * How an argument is meant: `input` and `output` are pointers to float32, `update` to float32 that is read and written,
 * `indices` to int32 that is read, `integers` to int32 that is written, `data` to any elements that are read, `result` to any that are
 * written; `integer` is a size, stride, flag (0 or 1) or enumeration; `number` anything real.
 */
export type ArgumentKind = 'input' | 'output' | 'update' | 'indices' | 'integers' | 'data' | 'result' | 'integer' | 'number';

export interface OperationShape {
  readonly opcode: number;
  readonly arguments: Readonly<Record<string, ArgumentKind>>;
  /** Arguments that repeat, once for every tensor of a list. */
  readonly each?: Readonly<Record<string, ArgumentKind>>;
}

export type OperationTable = Readonly<Record<string, OperationShape>>;

/** Values of the integer argument `activation`; the names are those of `@prattle/ops`, which has a linear layer with all but the last. */
export const activations = { none: 0, relu: 1, gelu: 2, 'gelu-tanh': 3, tanh: 4, sigmoid: 5 } as const;

/** Values of the integer argument `combination`. */
export const combinations = { sum: 0, difference: 1, product: 2, quotient: 3 } as const;

export const operations = {
  // ---- elementwise -------------------------------------------------------------------------------------------------
  /** y[i] = value */
  fill: { opcode: 1, arguments: { y: 'output', size: 'integer', value: 'number' } },
  /** y[i] = √x[i]; y may be x. */
  squareRoot: { opcode: 2, arguments: { y: 'output', x: 'input', size: 'integer' } },
  /** y[i] = factor · x[i]; y may be x. */
  scale: { opcode: 3, arguments: { y: 'output', x: 'input', size: 'integer', factor: 'number' } },
  /** y[i] = x[i] without its fraction, int32; the nearest int32 where it is beyond them, 0 where it is no number. y may be x. */
  truncate: { opcode: 4, arguments: { y: 'integers', x: 'input', size: 'integer' } },
  /** y[i] = activation(x[i]); y may be x. */
  activation: { opcode: 5, arguments: { y: 'output', x: 'input', size: 'integer', activation: 'integer' } },
  /** dx[i] = dy[i] · activation'; `saved` is the output for relu, tanh and sigmoid, the pre-activation for gelu and gelu-tanh. dx may be dy. */
  activationGradient: {
    opcode: 6,
    arguments: { dx: 'output', dy: 'input', saved: 'input', size: 'integer', activation: 'integer' },
  },
  /** y[i] = keep(i) ? x[i] / (1 - rate) : 0. counter int32 [4]. y may be x. */
  dropout: {
    opcode: 7,
    arguments: { y: 'output', x: 'input', counter: 'indices', size: 'integer', rate: 'number', site: 'integer' },
  },

  // ---- rows --------------------------------------------------------------------------------------------------------
  /** y[r, i] = x[r, i]; any 4-byte elements; rows lie `strideY` and `strideX` apart. */
  copyRows: {
    opcode: 8,
    arguments: { y: 'output', x: 'input', rows: 'integer', width: 'integer', strideY: 'integer', strideX: 'integer' },
  },
  /**
   * y[r, i] = a[r, i] ∘ b[r, i], y dense. Rows of a lie `strideA` apart (0: the same row for all), its elements `stepA` (1, or 0:
   * one for the whole row); and so for b. y may be a or b where that is dense, too.
   */
  combine: {
    opcode: 9,
    arguments: {
      y: 'output',
      a: 'input',
      b: 'input',
      rows: 'integer',
      width: 'integer',
      strideA: 'integer',
      stepA: 'integer',
      strideB: 'integer',
      stepB: 'integer',
      combination: 'integer',
    },
  },

  // ---- matrix product ----------------------------------------------------------------------------------------------
  /**
   * c [m, n] = epilogue(op(a) [m, k] · op(b) [k, n]), where op transposes when the flag is 1 (then a is stored [k, m], b
   * [n, k]); `strideA` … are the distances between stored rows. The epilogue, each part present when its pointer is not
   * 0 (or the activation not `none`), in this order:
   *   v = sum + bias[column]; preactivation = v; v = activation(v); v = v · gradientActivation'(gradientSaved);
   *   c = v + residual.
   * `preactivation`, `residual` and `gradientSaved` are laid out as c; `residual` may be c itself (accumulation).
   * The bias gradient beside a weight gradient: `sumsA` [m] (or 0; needs transposeA = 1) takes the sums over k of op(a),
   * `sumsB` [n] (or 0; needs transposeB = 0) those of op(b).
   * `batch` products in one command, `batchA` … elements apart (0: shared by all); bias and sums only with batch = 1.
   */
  gemm: {
    opcode: 10,
    arguments: {
      c: 'output',
      a: 'input',
      b: 'input',
      m: 'integer',
      n: 'integer',
      k: 'integer',
      transposeA: 'integer',
      transposeB: 'integer',
      strideA: 'integer',
      strideB: 'integer',
      strideC: 'integer',
      bias: 'input',
      activation: 'integer',
      preactivation: 'output',
      gradientActivation: 'integer',
      gradientSaved: 'input',
      residual: 'input',
      sumsA: 'output',
      sumsB: 'output',
      batch: 'integer',
      batchA: 'integer',
      batchB: 'integer',
      batchC: 'integer',
    },
  },

  // ---- normalisation -----------------------------------------------------------------------------------------------
  /** Over rows of `width`. stats [rows, 2]: mean, 1/sqrt(variance + epsilon). bias may be 0. */
  layerNorm: {
    opcode: 20,
    arguments: {
      y: 'output',
      stats: 'output',
      x: 'input',
      weight: 'input',
      bias: 'input',
      rows: 'integer',
      width: 'integer',
      epsilon: 'number',
    },
  },
  /** dbias may be 0. `residual` (or 0) is added to dx and may be dx. */
  layerNormGradient: {
    opcode: 21,
    arguments: {
      dx: 'output',
      dweight: 'output',
      dbias: 'output',
      dy: 'input',
      x: 'input',
      weight: 'input',
      stats: 'input',
      residual: 'input',
      rows: 'integer',
      width: 'integer',
    },
  },
  /** stats [rows]: 1/sqrt(mean(x²) + epsilon). */
  rmsNorm: {
    opcode: 22,
    arguments: { y: 'output', stats: 'output', x: 'input', weight: 'input', rows: 'integer', width: 'integer', epsilon: 'number' },
  },
  /** `residual` (or 0) is added to dx and may be dx. */
  rmsNormGradient: {
    opcode: 23,
    arguments: {
      dx: 'output',
      dweight: 'output',
      dy: 'input',
      x: 'input',
      weight: 'input',
      stats: 'input',
      residual: 'input',
      rows: 'integer',
      width: 'integer',
    },
  },

  /**
   * Over the rows of every column. stats [2, width]: the batch's mean, 1/sqrt(variance + epsilon), the squares divided by
   * rows - 1 when `unbiased`, else by rows. running += momentum · (batch - running), the running variance always unbiased.
   */
  batchNorm: {
    opcode: 24,
    arguments: {
      y: 'output',
      stats: 'output',
      x: 'input',
      weight: 'input',
      bias: 'input',
      runningMean: 'update',
      runningVariance: 'update',
      rows: 'integer',
      width: 'integer',
      unbiased: 'integer',
      epsilon: 'number',
      momentum: 'number',
    },
  },
  batchNormGradient: {
    opcode: 25,
    arguments: {
      dx: 'output',
      dweight: 'output',
      dbias: 'output',
      dy: 'input',
      x: 'input',
      weight: 'input',
      stats: 'input',
      rows: 'integer',
      width: 'integer',
      unbiased: 'integer',
    },
  },

  // ---- attention ---------------------------------------------------------------------------------------------------
  /**
   * softmax(scale · q kᵀ, masked) v. Element d of head h at time t of item b of q is
   * q[b · batchQ + t · strideQ + h · headWidth + d], and so for k and v with their own strides (k and v have `keyHeads`
   * heads): packed, separate and cached keys are all this one operation. y [batch, queryTime, heads · headWidth] and
   * stats [batch, heads, queryTime, 2] (the row's scaled maximum, 1/sum) are dense. `lengths` int32 [batch] or 0.
   * Causal: query i sees keys j ≤ i + keyTime - queryTime. `counter` int32 [4], needed when dropout > 0, else 0:
   * weight (b, h, i, j) is element ((b · heads + h) · queryTime + i) · keyTime + j of the mask. A row that sees no key gives 0.
   */
  attention: {
    opcode: 30,
    arguments: {
      y: 'output',
      stats: 'output',
      q: 'input',
      k: 'input',
      v: 'input',
      lengths: 'indices',
      counter: 'indices',
      batch: 'integer',
      heads: 'integer',
      keyHeads: 'integer',
      headWidth: 'integer',
      queryTime: 'integer',
      keyTime: 'integer',
      strideQ: 'integer',
      strideK: 'integer',
      strideV: 'integer',
      batchQ: 'integer',
      batchK: 'integer',
      batchV: 'integer',
      scale: 'number',
      causal: 'integer',
      dropout: 'number',
      site: 'integer',
    },
  },
  /** y is what attention gave; dq, dk, dv have the strides of q, k, v. */
  attentionGradient: {
    opcode: 31,
    arguments: {
      dq: 'output',
      dk: 'output',
      dv: 'output',
      dy: 'input',
      y: 'input',
      stats: 'input',
      q: 'input',
      k: 'input',
      v: 'input',
      lengths: 'indices',
      counter: 'indices',
      batch: 'integer',
      heads: 'integer',
      keyHeads: 'integer',
      headWidth: 'integer',
      queryTime: 'integer',
      keyTime: 'integer',
      strideQ: 'integer',
      strideK: 'integer',
      strideV: 'integer',
      batchQ: 'integer',
      batchK: 'integer',
      batchV: 'integer',
      scale: 'number',
      causal: 'integer',
      dropout: 'number',
      site: 'integer',
    },
  },

  // ---- embedding ---------------------------------------------------------------------------------------------------
  /**
   * y[i] = table[ids[i]] + positions[offset + i mod time]; positions may be 0. ids int32 [count]. An id outside the table of
   * `rows` rows gives a row of NaN.
   */
  embedding: {
    opcode: 40,
    arguments: {
      y: 'output',
      ids: 'indices',
      table: 'input',
      positions: 'input',
      count: 'integer',
      time: 'integer',
      width: 'integer',
      rows: 'integer',
      offset: 'integer',
    },
  },
  /** Writes all of dtable [rows, width] and dpositions [positionRows, width] (or 0). Ids outside the table are passed over. */
  embeddingGradient: {
    opcode: 41,
    arguments: {
      dtable: 'output',
      dpositions: 'output',
      dy: 'input',
      ids: 'indices',
      count: 'integer',
      time: 'integer',
      width: 'integer',
      rows: 'integer',
      positionRows: 'integer',
      offset: 'integer',
    },
  },

  /** table[rows[n]] = values[n], for `count` n. rows int32 [count]; those outside the table of `tableRows` rows are passed over. */
  writeRows: {
    opcode: 42,
    arguments: { table: 'update', rows: 'indices', values: 'input', count: 'integer', width: 'integer', tableRows: 'integer' },
  },

  // ---- loss --------------------------------------------------------------------------------------------------------
  /** loss [1]; stats [rows + 1]: log-sum-exp of the rows, then the number of targets that count. targets int32 [rows]. */
  crossEntropy: {
    opcode: 50,
    arguments: {
      loss: 'output',
      stats: 'output',
      logits: 'input',
      targets: 'indices',
      rows: 'integer',
      width: 'integer',
      ignoreIndex: 'integer',
      labelSmoothing: 'number',
    },
  },
  /** dy [1]. dlogits may be logits. */
  crossEntropyGradient: {
    opcode: 51,
    arguments: {
      dlogits: 'output',
      dy: 'input',
      logits: 'input',
      targets: 'indices',
      stats: 'input',
      rows: 'integer',
      width: 'integer',
      ignoreIndex: 'integer',
      labelSmoothing: 'number',
    },
  },

  // ---- recurrent scans: batch rows of `time` positions of `width` hidden units, dense; bias may be 0 --------------------
  /** y[b, t] = h = tanh(x[b, t] + weight h + bias), h = start[b] at first. weight [width, width]. */
  rnnScan: {
    opcode: 70,
    arguments: {
      y: 'output',
      x: 'input',
      weight: 'input',
      bias: 'input',
      start: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
    },
  },
  /** The gradient of the weight is the product of dx, transposed, and the states before; of the bias, the sum of dx. */
  rnnScanGradient: {
    opcode: 71,
    arguments: {
      dx: 'output',
      dstart: 'output',
      dy: 'input',
      y: 'input',
      weight: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
    },
  },
  /**
   * x [batch, time, 3, width], weight [3, width, width], bias [3, width]. With `resetAfter` the parts are r, z, n:
   * r, z = σ(x + weight h + bias); p = weight h + bias; n = tanh(x + r p); h' = n + z (h - n); else z, r, n:
   * z, r = σ(x + weight h + bias); q = r h; n = tanh(x + weight q + bias); h' = h + z (n - h).
   * gates [batch, time, 4, width]: the three parts, then p or q.
   */
  gruScan: {
    opcode: 72,
    arguments: {
      y: 'output',
      gates: 'output',
      x: 'input',
      weight: 'input',
      bias: 'input',
      start: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
      resetAfter: 'integer',
    },
  },
  /** `dproduct` [batch, time, width] takes the gradient of p and is needed with `resetAfter` only. */
  gruScanGradient: {
    opcode: 73,
    arguments: {
      dx: 'output',
      dproduct: 'output',
      dstart: 'output',
      dy: 'input',
      y: 'input',
      gates: 'input',
      weight: 'input',
      start: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
      resetAfter: 'integer',
    },
  },
  /**
   * x [batch, time, 4, width], weight [4, width, width], bias [4, width]; i, f, g, o are the parts of x + weight h + bias:
   * c' = σ(f) c + σ(i) tanh(g); h' = σ(o) tanh(c'). `last` [batch, width]: c at the end; gates [batch, time, 4, width] after their
   * functions; cells [batch, time, width]: every c'.
   */
  lstmScan: {
    opcode: 74,
    arguments: {
      y: 'output',
      last: 'output',
      gates: 'output',
      cells: 'output',
      x: 'input',
      weight: 'input',
      bias: 'input',
      start: 'input',
      cell: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
    },
  },
  /** `dlast` may be 0. */
  lstmScanGradient: {
    opcode: 75,
    arguments: {
      dx: 'output',
      dstart: 'output',
      dcell: 'output',
      dy: 'input',
      dlast: 'input',
      gates: 'input',
      cells: 'input',
      weight: 'input',
      cell: 'input',
      batch: 'integer',
      time: 'integer',
      width: 'integer',
    },
  },

  // ---- optimisers: hyper float32 [8] as in `@prattle/ops` ----------------------------------------------------------
  /** norm [1]: the 2-norm of all gradients together. */
  globalNorm: { opcode: 60, arguments: { norm: 'output' }, each: { gradient: 'input', size: 'integer' } },
  /** `norm` [1], or 0: no clipping. Gradients are scaled by min(1, largest / (norm + 1e-6)). */
  adamStep: {
    opcode: 61,
    arguments: { hyper: 'input', norm: 'input', decoupled: 'integer' },
    each: { parameter: 'update', gradient: 'input', first: 'update', second: 'update', size: 'integer', decays: 'integer' },
  },
  /** `momentum` may be 0 when hyper's momentum is 0. */
  sgdStep: {
    opcode: 62,
    arguments: { hyper: 'input', norm: 'input', nesterov: 'integer' },
    each: { parameter: 'update', gradient: 'input', momentum: 'update', size: 'integer', decays: 'integer' },
  },
} as const satisfies OperationTable;

export type Operations = typeof operations;
export type OperationName = keyof Operations;

/** The arguments of an operation by name, all numbers: what an encoder takes. */
export type ArgumentsOf<Operation extends OperationShape> = { readonly [Key in keyof Operation['arguments']]: number };
export type OperationArguments<Name extends OperationName> = ArgumentsOf<Operations[Name]>;

/** One group of an operation that works on a list of tensors. */
export type GroupOf<Operation extends OperationShape> = Operation extends { each: infer Each }
  ? { readonly [Key in keyof Each]: number }
  : never;
export type OperationGroup<Name extends OperationName> = GroupOf<Operations[Name]>;

/** Whether an argument of this kind is a pointer. */
export function isPointer(kind: ArgumentKind): boolean {
  return kind !== 'integer' && kind !== 'number';
}

/** A checksum of the table: an addon built from another one is refused. */
export function operationsVersion(): number {
  return checksumOf(operations);
}

export function checksumOf(table: OperationTable): number {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(table)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
