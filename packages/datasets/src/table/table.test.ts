import { createRandom, DatasetError } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { table } from './plugin.js';

const PRICES = ['size,colour,price', ...Array.from({ length: 40 }, (_, row) => `${row},${['red', 'blue'][row % 2]},${3 * row + 1}`)].join(
  '\n',
);

const storage = await storageWith({ 'prices.csv': PRICES });

const common = { storage, paths: ['prices.csv'], tokenizer: character };
datasetSuite(table, common);
datasetSuite(table, { ...common, settings: { standardise: false, target: ['price', 'size'], shuffle: false } });
datasetSuite(table, { ...common, settings: { target: ['colour'], test: 0, validation: 0.3 } });

async function prepare(files: Record<string, string>, settings: Record<string, unknown> = {}) {
  const open = await table.open(Object.keys(files), table.config.parse({ validation: 0, test: 0, ...settings }), {
    storage: await storageWith(files),
  });
  return open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters }).dataset;
}

const everything = (dataset: Awaited<ReturnType<typeof prepare>>) => {
  const [batch] = dataset.sweep('train', { batch: 1000, context: 0 });
  const rows = ({ values, shape }: { values: ArrayLike<number>; shape: readonly number[] }) =>
    Array.from({ length: shape[0] ?? 0 }, (_, row) => Array.from(values).slice(row * (shape[1] ?? 1), (row + 1) * (shape[1] ?? 1)));
  return { input: batch ? rows(batch.input) : [], targets: batch ? rows(batch.targets) : [] };
};

const raw = { standardise: false };

describe('the columns of a table', () => {
  it('are numbers as they are, categories as ones among zeros, nested ones by their path', async () => {
    const rows =
      '{"cpu": {"cores": 8, "kind": "big"}, "fast": true, "score": 1}\n{"cpu": {"cores": 4, "kind": "any"}, "fast": false, "score": 2}';
    const dataset = await prepare({ 'a.jsonl': rows }, raw);
    expect(everything(dataset)).toEqual({
      input: [
        [8, 0, 1, 0, 1],
        [4, 1, 0, 1, 0],
      ],
      targets: [[1], [2]],
    });
    expect(dataset.examples?.('train')[0]).toEqual({ input: { 'cpu.cores': 8, 'cpu.kind': 'big', fast: true }, truth: { score: 1 } });
    expect(dataset.encoder?.encode([{ cpu: { kind: 'any', cores: 3 }, fast: true }], 0).values).toEqual(Float32Array.of(3, 1, 0, 0, 1));
  });

  it.each([
    ['csv', 'a,b\n1, 2\n-3.5,"4e1"\n'],
    ['tsv', 'a\tb\n1\t2\n-3.5\t40\n'],
    ['json', '[{"a": 1, "b": 2}, {"a": -3.5, "b": 40}]'],
    ['jsonl', '{"a": 1, "b": 2}\n\n{"a": -3.5, "b": 40}\n'],
  ])('are the same from %s', async (extension, content) => {
    expect(everything(await prepare({ [`t.${extension}`]: content }, raw))).toEqual({ input: [[1], [-3.5]], targets: [[2], [40]] });
  });

  it('are chosen by name, left out by name or by what they are nested in', async () => {
    const rows = '[{"y": 1, "in": {"a": 2, "b": 3}, "c": 4}, {"y": 5, "in": {"a": 6, "b": 7}, "c": 8}]';
    expect(everything(await prepare({ 'a.json': rows }, { ...raw, target: ['y', 'in.a'], drop: ['c'] }))).toEqual({
      input: [[3], [7]],
      targets: [
        [1, 2],
        [5, 6],
      ],
    });
    expect(everything(await prepare({ 'a.json': rows }, { ...raw, target: ['y'], drop: ['in'] })).input).toEqual([[4], [8]]);
  });

  it('have mean 0 and deviation 1 over the rows that are learnt from, and answers are scaled back', async () => {
    const dataset = await prepare({ 'a.csv': 'x,same,y\n1,7,10\n3,7,30\n1,7,10\n3,7,30\n100,7,1000\n' }, { test: 0.2, shuffle: false });
    expect(everything(dataset)).toEqual({
      input: [
        [-1, 0],
        [1, 0],
        [-1, 0],
        [1, 0],
      ],
      targets: [[-1], [1], [-1], [1]],
    });
    expect(dataset.encoder?.decode({ values: Float32Array.of(2), shape: [1, 1] })).toEqual([{ values: { y: 40 } }]);
  });
});

describe('a target of words', () => {
  const species = 'length,species\n1,cat\n2,dog\n3,cat\n4,eel\n';

  it('is learnt as classes', async () => {
    const dataset = await prepare({ 'a.csv': species }, raw);
    expect(dataset.task).toBe('classification');
    expect(dataset.describe(0)).toMatchObject({ inputs: 1, outputs: 3 });
    expect(everything(dataset).targets).toEqual([[0], [1], [0], [2]]);
    const [answer] = dataset.encoder?.decode({ values: Float32Array.of(0, Math.log(2), 0), shape: [1, 3] }) ?? [];
    expect(answer).toMatchObject({ values: { species: 'dog' }, probabilities: { cat: expect.closeTo(0.25), dog: expect.closeTo(0.5) } });
  });

  it('may be numbers, when asked', async () => {
    expect((await prepare({ 'a.csv': 'x,y\n1,0\n2,1\n' })).task).toBe('regression');
    const dataset = await prepare({ 'a.csv': 'x,y\n1,0\n2,1\n' }, { classify: true });
    expect(dataset.task).toBe('classification');
    expect(dataset.examples?.('train')[1]?.truth).toEqual({ y: '1' });
  });
});

describe('what a table cannot be', () => {
  it.each([
    ['a cell too many', 'x,y\n1,2\n3,4,5\n', {}, /a\.csv is not a table: .*line 3/],
    ['a gap among numbers', 'x,y\n1,2\n,4\n', {}, /Row 2 has no number in the column "x".*--drop x/],
    ['a target that is not there', 'x,y\n1,2\n', { target: ['z'] }, /no column "z"/],
    ['a mistyped target', 'size,price\n1,2\n', { target: ['prise'] }, /Did you mean "price"/],
    ['nothing to predict from', 'y\n1\n', {}, /no column to predict from/],
    [
      'a name for every row',
      `id,y\n${Array.from({ length: 200 }, (_, row) => `n${row},1`).join('\n')}`,
      {},
      /200 different values such as "n\d+".*--drop id/,
    ],
    ['only a header', 'x,y\n', {}, /has no rows/],
    ['a class among several targets', 'x,y,z\n1,a,3\n', { target: ['y', 'z'] }, /Predict it alone/],
  ])('%s', async (_, content, settings, message) => {
    const failure = await prepare({ 'a.csv': content }, settings).catch((error: unknown) => error);
    expect(DatasetError.isInstance(failure), String(failure)).toBe(true);
    expect(String(failure)).toMatch(message);
  });

  it('and what cannot be predicted for names the example and the column', async () => {
    const { encoder } = await prepare({ 'a.csv': 'size,colour,y\n1,red,1\n2,blue,2\n' });
    expect(() => encoder?.encode([{ size: 1, colour: 'red' }, { colour: 'red' }], 0)).toThrow(/example 2 has no "size"/);
    expect(() => encoder?.encode([{ size: 'big', colour: 'red' }], 0)).toThrow(/"size" of example 1 is "big", not a number/);
    expect(() => encoder?.encode([{ size: 1, colour: 'rod' }], 0)).toThrow(/"rod", which the training data never had.*Did you mean "red"/);
  });
});

describe('the batches of a table', () => {
  it('are the whole split, in order, where there is room for it', async () => {
    const dataset = await prepare({ 'a.csv': 'x,y\n1,2\n3,4\n5,6\n' }, raw);
    const source = dataset.batches('train', { batch: 16, context: 0, random: createRandom('torch', 1) });
    expect(source.next().input).toEqual({ values: Float32Array.of(1, 3, 5), shape: [3, 1] });
    expect(source.next()).toEqual(source.next());
  });

  it('count questions that are asked twice', async () => {
    const dataset = await prepare({ 'a.csv': 'x,y\n1,2\n1,4\n5,6\n1,2\n' }, { test: 0.25, shuffle: false });
    expect(dataset.duplicates).toEqual({ repeated: 2, acrossSplits: 1 });
  });
});
