import { createRandom, memoryStorage } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { byte, character } from '@prattle/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { words } from './plugin.js';

const NUMBERS = Array.from({ length: 100 }, (_, index) => `n${(index * 37) % 90}`);

const storage = memoryStorage();
beforeAll(() => storage.write('numbers.txt', new TextEncoder().encode(NUMBERS.join('\n'))));

datasetSuite(words, { storage, paths: ['numbers.txt'], tokenizer: character });
datasetSuite(words, { storage, paths: ['numbers.txt'], tokenizer: byte, settings: { test: 0, validation: 0.3 }, context: 9 });

const prepare = async (lines: string, settings = {}, seed = 1) => {
  const open = await words.open(['a'], words.config.parse(settings), { storage: await storageWith({ a: lines }) });
  return open.prepare({ random: createRandom('torch', seed), trainTokenizer: trainCharacters });
};

const many = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join('\n');

datasetSuite(words, { storage, paths: ['numbers.txt'], tokenizer: character, settings: { split: 'hash' } });

describe('words that are held out by their hash', () => {
  it('are never in two splits, whatever the seed, and not more than the limit', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `w${index % 1700}`).join('\n');
    const { dataset } = await prepare(lines, { split: 'hash' });
    expect(dataset.duplicates).toEqual({ repeated: 1300, acrossSplits: 0 });
    expect(dataset.sizes.validation).toBeGreaterThan(200);
    expect(dataset.sizes.validation).toBeLessThan(400);
    expect((await prepare(lines, { split: 'hash' }, 2)).dataset.sizes).toEqual(dataset.sizes);
    const limited = (await prepare(lines, { split: 'hash', heldOutLimit: 100 })).dataset;
    expect(limited.sizes.validation).toBeLessThan(160);
    expect(limited.splitPolicy).toMatch(/by the hash of the item/);
  });
});

describe('words of a table', () => {
  it('are those of a column', async () => {
    const files = await storageWith({ 'people.csv': 'id,name\n1,Emma\n2,\n3,Avi\n' });
    const open = await words.open(['people.csv'], words.config.parse({ column: 'name', validation: 0, test: 0 }), { storage: files });
    const { dataset } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
    expect(dataset.sizes).toEqual({ train: 2 });
    expect(dataset.contains?.('train', 'Emma')).toBe(true);
    await expect(words.open(['people.csv'], words.config.parse({ column: 'nmae' }), { storage: files })).rejects.toThrow(
      /no column "nmae".*Did you mean "name"/,
    );
  });
});

describe('the words dataset', () => {
  it('pads as makemore does: input 0, letters, 0; targets letters, 0, -1', async () => {
    const { dataset } = await prepare('  emma \r\n\n\t\navi\n', { validation: 0, test: 0 });
    expect(dataset.naturalContext).toBe(5);
    const [batch] = [...dataset.sweep('train', { batch: 2, context: 6 })];
    const rows = new Map([0, 1].map((row) => [batch?.input.values[row * 6 + 1], row * 6]));
    // a e i m v = 1 2 3 4 5
    const emma = rows.get(2) ?? -1;
    const avi = rows.get(1) ?? -1;
    expect([...(batch?.input.values.subarray(emma, emma + 6) ?? [])]).toEqual([0, 2, 4, 4, 1, 0]);
    expect([...(batch?.targets.values.subarray(emma, emma + 6) ?? [])]).toEqual([2, 4, 4, 1, 0, -1]);
    expect([...(batch?.input.values.subarray(avi, avi + 6) ?? [])]).toEqual([0, 1, 5, 3, 0, 0]);
    expect([...(batch?.targets.values.subarray(avi, avi + 6) ?? [])]).toEqual([1, 5, 3, 0, -1, -1]);
  });

  it('keeps a tenth, but at most 1000 words, for validation and as many for the test', async () => {
    expect((await prepare(many(95))).dataset.sizes).toEqual({ train: 77, validation: 9, test: 9 });
    expect((await prepare(many(12000))).dataset.sizes).toEqual({ train: 10000, validation: 1000, test: 1000 });
    expect((await prepare(many(9))).dataset.sizes).toEqual({ train: 9 });
  });

  it("takes makemore's test words, the end of the permutation, for validation when there is no test", async () => {
    const { dataset } = await prepare(many(100), { test: 0 }, 3407);
    const order = createRandom('torch', 3407).permutation(100);
    expect(dataset.sizes).toEqual({ train: 90, validation: 10 });
    for (const item of order.subarray(90)) expect(dataset.contains?.('validation', `w${item}`)).toBe(true);
    for (const item of order.subarray(0, 90)) expect(dataset.contains?.('train', `w${item}`)).toBe(true);
  });

  it('draws words with replacement, one draw of integers a batch', async () => {
    const { dataset } = await prepare(many(10), { validation: 0, test: 0 });
    const swept = [...dataset.sweep('train', { batch: 10, context: 3 })][0]?.input.values ?? new Int32Array();
    const drawn = dataset.batches('train', { batch: 20, context: 3, random: createRandom('torch', 7) }).next().input.values;
    const expected = [...createRandom('torch', 7).integers(20, 0, 10)].flatMap((row) => [...swept.subarray(row * 3, row * 3 + 3)]);
    expect([...drawn]).toEqual(expected);
  });

  it('counts what is there twice, and what training shows of the other splits', async () => {
    const { dataset } = await prepare('same\n'.repeat(20));
    expect(dataset.duplicates).toEqual({ repeated: 19, acrossSplits: 4 });
    expect((await prepare(many(50))).dataset.duplicates).toEqual({ repeated: 0, acrossSplits: 0 });
  });

  it('does not know words with unknown characters, or the beginning of a word', async () => {
    const { dataset } = await prepare('anna\nbert', { validation: 0, test: 0 });
    expect(['anna', 'ann', 'annab', 'zoe', ''].map((word) => dataset.contains?.('train', word))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(dataset.contains?.('test', 'anna')).toBe(false);
  });

  it('refuses a context that is too short for the longest word', async () => {
    const { dataset } = await prepare('anna\nbernadette');
    expect(() => dataset.batches('train', { batch: 1, context: 10, random: createRandom('torch', 1) })).toThrow(
      'Set context to 11 or more',
    );
  });

  it('refuses a tokenizer without an end token, and names the line where one refuses a word', async () => {
    const open = await words.open(['a'], words.config.parse({}), { storage: await storageWith({ a: 'anna\n\nbert\n' }) });
    const options = { random: createRandom('torch', 1), trainTokenizer: trainCharacters };
    expect(() => open.prepare({ ...options, tokenizer: trainCharacters(['anbert'], {}) })).toThrow(/end token/);
    expect(() => open.prepare({ ...options, tokenizer: trainCharacters(['an'], { end: true }) })).toThrow(
      /^\[prattle\/datasets\] a, line 3: .*"b"/,
    );
  });

  it('refuses a file of blank lines', async () => {
    await expect(prepare('\n \n\t\n')).rejects.toThrow(/no words, only blank lines/);
  });
});
