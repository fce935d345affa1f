import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Model, Tensor } from '@prattle/core';
import {
  abs,
  add,
  argMax,
  cast,
  clone,
  concat,
  div,
  equal,
  exp,
  fill,
  gather,
  greater,
  less,
  log,
  logSoftmax,
  matMul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  oneHot,
  pow,
  range,
  read,
  reshape,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  stack,
  sub,
  sum,
  tensor,
  tidy,
  transpose,
  where,
} from '@prattle/ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx } from '../export.js';

let runtime: typeof import('onnxruntime-node') | undefined;
useTfjsCpu();
beforeAll(async () => {
  runtime = await import('onnxruntime-node').catch(() => undefined);
});

const positive = (x: Tensor): Tensor => add(abs(x), 0.5);
const table = (): Tensor => tensor([1, -2, 3, 4, 5, -6, 7, 8], [4, 2]);

/** What a plugin's forward may be made of, each from x [B, 4]. */
const operations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  'arithmetic with numbers and shapes': (x) => div(sub(mul(x, sum(x, 1, true)), 2), add(square(x), 1)),
  powers: (x) => pow(positive(x), 1.5),
  'the larger and the smaller': (x) => add(maximum(x, 0.1), minimum(x, mean(x, 1, true))),
  'logarithms and roots': (x) => add(log(positive(x)), sqrt(positive(x))),
  exponentials: (x) => add(exp(neg(x)), softplus(x)),
  'softmax and its logarithm': (x) => add(softmax(x), logSoftmax(x)),
  choices: (x) => where(greater(x, 0), x, mul(x, 0.1)),
  comparisons: (x) => add(cast(less(x, 0.3), 'float32'), cast(equal(x, max(x, 1, true)), 'float32')),
  'the largest place as one-hot': (x) => mul(oneHot(argMax(x), 4), x),
  'reductions of all kinds': (x) => add(add(max(x, 1, true), min(x, -1, true)), sum(mean(x, 0, true), 1, true)),
  'products, also of turned matrices': (x) => matMul(matMul(x, table()), table(), false, true),
  'a product with the batch': (x) => reshape(sum(matMul(x, x, true), 0), [1, 4]),
  'rows of a table': (x) => gather(table(), argMax(x)),
  'parts put together otherwise': (x) => {
    const [left, right] = split(x, [1, 3], 1) as [Tensor, Tensor];
    return concat([right, clone(left)], 1);
  },
  'tensors beside each other': (x) => reshape(transpose(stack([x, neg(x)], 1), [0, 2, 1]), [x.shape[0] ?? 0, 8]),
  'counting and filling': (x) =>
    add(mul(reshape(cast(range(0, x.shape[0] ?? 0), 'float32'), [x.shape[0] ?? 0, 1]), x), fill(x.shape, 0.25)),
  'a cut': (x) => slice(x, [0, 1], [-1, 2]),
};

function modelOf(compute: (x: Tensor) => Tensor): Model {
  return {
    task: 'regression',
    data: { vocabularySize: 0, contextLength: 1, inputs: 4, outputs: 1 },
    parameters: new Map(),
    buffers: new Map(),
    forward: (x) => ({ prediction: compute(x) }),
    dispose() {},
  };
}

describe.each(Object.entries(operations))('%s', (_, compute) => {
  it('are the same in onnxruntime', async (context) => {
    if (!runtime) return context.skip('needs onnxruntime-node, which has no binary for this platform');
    const { bytes } = await exportOnnx(modelOf(compute));
    const session = await runtime.InferenceSession.create(bytes);
    for (const rows of [1, 3]) {
      const values = Float32Array.from({ length: rows * 4 }, (__, i) => Math.sin(3 * i + 1));
      const expected = tidy(() => compute(tensor(values, [rows, 4])));
      const { prediction } = await session.run({ input: new runtime.Tensor('float32', values, [rows, 4]) });
      expect(prediction?.dims).toEqual(expected.shape);
      for (const [i, value] of (await read(expected)).entries()) expect(Number(prediction?.data[i])).toBeCloseTo(value, 5);
    }
  });
});
