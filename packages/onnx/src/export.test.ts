import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom, type DataDescription, type Model, type ModelPlugin } from '@prattle/core';
import models, { bow, gru, mlp, ngram, rlm, transformer, wavenet } from '@prattle/models';
import { memory, read, tensor, tidy } from '@prattle/ops';
import { RECORDED_KERNELS } from '@prattle/ops/trace';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportOnnx, type OnnxFile } from './export.js';
import { lowerings } from './lowering/table.js';

const VOCABULARY = 13;
const CONTEXT = 9;

type Runtime = typeof import('onnxruntime-node');

/** Nothing on the few platforms that it has no binary for. */
let runtime: Runtime | undefined;
useTfjsCpu();
beforeAll(async () => {
  runtime = await import('onnxruntime-node').catch(() => undefined);
});

interface Case {
  readonly plugin: ModelPlugin;
  readonly config?: Record<string, unknown>;
  /** Why the time cannot vary, where it cannot. */
  readonly fixedTime?: true;
}

const small = { layers: 2, heads: 4, width: 16 };
const llama = { layout: 'separate', norm: 'rms', positions: 'rotary', activation: 'swiglu', bias: false };

/** Every family as it comes, and what their settings change. */
const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    (models().models ?? [])
      .filter(({ name }) => name !== 'ngram')
      .map((plugin) => [plugin.name, { plugin, ...(plugin.name === 'transformer' ? { config: small } : {}) }]),
  ),
  'transformer, GPT-2': { plugin: transformer(), config: { ...small, activation: 'gelu-tanh' } },
  'transformer, notebook': {
    plugin: transformer(),
    config: { ...small, layout: 'per-head', scale: 'model', activation: 'relu', attentionBias: false, outputBias: true, tied: false },
  },
  'transformer, Llama': { plugin: transformer(), config: { ...small, ...llama, keyHeads: 2, hidden: 24 } },
  'transformer, normed queries, untied': { plugin: transformer(), config: { ...small, ...llama, queryKeyNorm: true, tied: false } },
  'gru as in PyTorch, two layers': { plugin: gru(), config: { form: 'cudnn', layers: 2, hidden: 7, embedding: 5 } },
  'mlp that looks at one token': { plugin: mlp(), config: { window: 1 } },
  'wavenet, the last position only': { plugin: wavenet(), config: { predict: 'last', hidden: 8 }, fixedTime: true },
  'wavenet, dilated': { plugin: wavenet(), config: { form: 'dilated', hidden: 8 } },
  'bag of words, narrow': { plugin: bow(), config: { width: 5, hidden: 3 } },
  'rlm, transformer': { plugin: rlm(), config: { encoder: 'transformer', embedding: 8, heads: 2, layers: 2 } },
  'rlm, transformer with a summary': {
    plugin: rlm(),
    config: { encoder: 'transformer', embedding: 8, heads: 2, pooling: 'summary', positions: false },
  },
};

function build({ plugin, config = {} }: Case, contextLength = CONTEXT): Model {
  const readsColumns = plugin.task === 'regression' || plugin.task === 'classification';
  const data: DataDescription = {
    vocabularySize: readsColumns ? 0 : VOCABULARY,
    contextLength,
    ...(plugin.task === 'next-token' ? {} : { inputs: 4, outputs: 3 }),
  };
  const model = plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 7) });
  return model;
}

/** The largest difference between the model and its file, relative to the largest value. */
async function difference({ InferenceSession, Tensor }: Runtime, model: Model, file: OnnxFile, shape: readonly number[]): Promise<number> {
  const random = createRandom(
    'philox',
    shape.reduce((a, b) => a * 31 + b, 1),
  );
  const size = shape.reduce((a, b) => a * b, 1);
  const isTokens = file.input.name === 'input_ids';
  const values = isTokens ? Int32Array.from(random.uniform(size, 0, VOCABULARY), Math.floor) : random.normal(size);
  const output = tidy(() => {
    const { logits, prediction } = model.forward(tensor(values, shape));
    return logits ?? prediction;
  });
  if (output === undefined) throw new Error('no output');
  const expected = await read(output);
  output.dispose();
  const session = await InferenceSession.create(file.bytes);
  const fed = isTokens
    ? new Tensor('int64', BigInt64Array.from(values, BigInt), shape)
    : new Tensor('float32', values as Float32Array, shape);
  const { [file.output.name]: actual } = await session.run({ [file.input.name]: fed });
  expect(actual?.dims).toEqual(output.shape);
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...Array.from(expected, (value, i) => Math.abs(value - Number(actual?.data[i])))) / scale;
}

describe.each(Object.entries(cases))('%s', (_, which) => {
  it('gives the same in onnxruntime, for any batch and, where it can, any time', async (context) => {
    if (!runtime) return context.skip('needs onnxruntime-node, which has no binary for this platform');
    const model = build(which);
    const before = memory().tensors;
    const file = await exportOnnx(model);
    expect(memory().tensors).toBe(before);
    const [, time] = file.input.shape;
    const shapes =
      file.input.name === 'input'
        ? [
            [1, 4],
            [5, 4],
          ]
        : time === 'time'
          ? [
              [1, 1],
              [2, 5],
              [3, CONTEXT],
            ]
          : [
              [1, CONTEXT],
              [3, CONTEXT],
            ];
    for (const shape of shapes) expect(await difference(runtime, model, file, shape), `[${shape}]`).toBeLessThan(1e-5);
    if (file.input.name === 'input_ids') expect(time).toBe(which.fixedTime ? CONTEXT : 'time');
    model.dispose();
  });
});

it('has words for every operation that can be recorded', () => {
  // What tfjs calls identity is recorded as being repeated once.
  expect(RECORDED_KERNELS.filter((kernel) => kernel !== 'Identity' && !(kernel in lowerings))).toEqual([]);
});

describe('a model', () => {
  it('with a context of one can be exported', async (context) => {
    if (!runtime) return context.skip('needs onnxruntime-node, which has no binary for this platform');
    const model = build({ plugin: transformer(), config: small }, 1);
    const file = await exportOnnx(model);
    expect(file.input.shape).toEqual(['batch', 1]);
    expect(await difference(runtime, model, file, [2, 1])).toBeLessThan(1e-5);
    model.dispose();
  });

  it('carries texts with it', async () => {
    const model = build({ plugin: mlp() });
    const { bytes } = await exportOnnx(model, { metadata: { tokenizer: 'a, b, c' } });
    expect(Buffer.from(bytes).includes('a, b, c')).toBe(true);
    model.dispose();
  });

  it('that computes on the host is refused with the reason', async () => {
    const model = build({ plugin: ngram() });
    await expect(exportOnnx(model)).rejects.toThrow(/^\[prattle\/ops\] What depends on the input was read/);
    model.dispose();
  });
});
