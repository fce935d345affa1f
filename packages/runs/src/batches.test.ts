import { createRandom, type DatasetPlugin, encodeText, memoryStorage, type PreparedDataset, type TokenizerNeeds } from '@prattle/core';
import { text, words } from '@prattle/datasets';
import { character } from '@prattle/tokenizers';
import { trainingSettings } from '@prattle/training';
import { describe, expect, it } from 'vitest';
import { batchesOf, wholeSplit } from './batches.js';

async function prepare(plugin: DatasetPlugin, content: string): Promise<PreparedDataset> {
  const storage = memoryStorage();
  await storage.write('data.txt', encodeText(content));
  const opened = await plugin.open(['data.txt'], plugin.config.parse({ validation: 0.2 }), { storage });
  const trainTokenizer = (all: Iterable<string>, needs: TokenizerNeeds) => character.train(all, character.config.parse({ ...needs }));
  return opened.prepare({ random: createRandom('philox', 1), trainTokenizer }).dataset;
}

const LETTERS = 'abcdefghij'.repeat(10);
const settings = (more: object) => trainingSettings.parse({ batch: 4, context: 5, ...more });
const random = createRandom('philox', 2);

describe('batches of a run that carries its state', () => {
  it('follow each other, in training and in evaluations', async () => {
    const { training, evaluation } = batchesOf(await prepare(text, LETTERS), settings({ carryState: true, evalBatches: 2 }), random);
    expect([0, 1, 2, 3].map(() => training.next().continues)).toEqual([false, true, true, false]);
    for (const split of evaluation) {
      const batches = 'sweep' in split ? [...split.sweep()] : expect.fail('random batches');
      expect(batches.map(({ continues }) => continues)).toEqual([false, true].slice(0, batches.length));
    }
  });

  it('read a short split in fewer rows, to its end', async () => {
    const dataset = await prepare(text, LETTERS);
    const batches = [...wholeSplit(dataset, 'validation', { batch: 16, context: 5, carryState: true })];
    expect(batches.map(({ input }) => input.shape)).toEqual([[3, 5]]);
    expect(batches[0]?.continues).toBe(false);
  });

  it('cannot be had of items', async () => {
    const dataset = await prepare(words, LETTERS.replaceAll('j', '\n'));
    expect(() => batchesOf(dataset, settings({ carryState: true, context: 12 }), random)).toThrow(
      /words data is many items.*--dataset text/,
    );
  });
});

it('batches of other runs say nothing of what came before', async () => {
  const dataset = await prepare(text, LETTERS);
  const { training, evaluation } = batchesOf(dataset, settings({ evalBatches: 0 }), random);
  expect(training.next().continues).toBeUndefined();
  expect(evaluation.map(({ split }) => split)).toEqual(['train', 'validation']);
  expect([...wholeSplit(dataset, 'validation', { batch: 4, context: 5, carryState: false })][0]?.continues).toBeUndefined();
});
