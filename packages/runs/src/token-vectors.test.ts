import backendTfjs from '@prattle/backend-tfjs';
import { writeSafetensors } from '@prattle/checkpoint';
import { createRegistry, encodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { readSync } from '@prattle/ops';
import tokenizers from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { resolveRun } from './resolve.js';
import { openTrainRun } from './train-run.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendTfjs()]);

/** Ids 0 … 3 are the space, a, b and c. */
const TEXT = 'a b c abc '.repeat(10);

/** The embedding of a fresh model. @param file what the embeddings setting names; absent: none is given */
async function embedding(file?: { readonly name: string; readonly bytes: Uint8Array }, model: object = { name: 'rnn' }) {
  const storage = memoryStorage();
  await storage.write('text.txt', encodeText(TEXT));
  if (file) await storage.write(file.name, file.bytes);
  const spec = resolveRun(registry, {
    dataset: { name: 'text', paths: ['text.txt'] },
    model: { settings: { embedding: 2, hidden: 3 }, ...model },
    training: { steps: 0, batch: 1, context: 4, embeddings: file?.name ?? '' },
    backend: { name: 'tfjs-cpu' },
  });
  const run = await openTrainRun({ registry, storage, run: 'run', spec });
  try {
    const values = (name: string) => [...readSync(run.model.parameters.get(name)?.value ?? expect.fail(`there is no ${name}`))];
    return { table: values('wte.weight'), rest: values('lm_head.weight') };
  } finally {
    run.close();
  }
}

const lines = (...all: string[]) => ({ name: 'vectors.txt', bytes: encodeText(`${all.join('\n')}\n`) });

describe('embeddings that start from given vectors', () => {
  it('take those of the tokens that have one, and draw the others as ever', async () => {
    const drawn = await embedding();
    const given = await embedding(lines('b 1.5 -2', 'zebra 7 7', '  0.25 4e-1'));
    expect(given.table).toEqual([0.25, Math.fround(0.4), ...drawn.table.slice(2, 4), 1.5, -2, ...drawn.table.slice(6)]);
    expect(given.rest).toEqual(drawn.rest);
  });

  it('pass over the counts that word2vec begins with', async () => {
    const { table } = await embedding(lines('2 2', 'a 1 2', 'c 3 4'));
    expect([table.slice(2, 4), table.slice(6)]).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('are the rows of a matrix in a safetensors file', async () => {
    const values = Float32Array.from({ length: 8 }, (_, i) => i / 4);
    const bytes = writeSafetensors(new Map([['wte', { values, shape: [4, 2] }]]));
    expect((await embedding({ name: 'vectors.safetensors', bytes })).table).toEqual([...values]);
  });

  it.each([
    ['of another width', lines('a 1 2 3'), /3 numbers each.*embedding has 2.*Set the width of the embedding to 3/],
    ['with a line that is short', lines('a 1 2', 'b 1'), /vectors.txt has no token and 2 numbers in line 2/],
    ['of other tokens', lines('x 1 2'), /vectors for 1 tokens, none of which the tokenizer has/],
    [
      'in a file with other matrices',
      { name: 'other.safetensors', bytes: writeSafetensors(new Map([['w', { values: new Float32Array(6), shape: [3, 2] }]])) },
      /no matrix of 4 rows/,
    ],
  ])('are refused %s', async (_, file, message) => {
    await expect(embedding(file)).rejects.toThrow(message);
  });

  it('are refused by a model without a token embedding', async () => {
    await expect(embedding(lines('a 1 2'), { name: 'bigram', settings: {} })).rejects.toThrow(/bigram has no token embedding/);
  });
});
