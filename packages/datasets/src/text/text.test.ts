import { createRandom, DatasetError, memoryStorage, type Storage } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { byte, character } from '@prattle/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { text } from './plugin.js';

const PROSE = Array.from({ length: 40 }, (_, line) => `Line ${line} of the text, « ${line * line} ».\r\n`).join('');

const storage = memoryStorage();
beforeAll(() => storage.write('prose.txt', new TextEncoder().encode(PROSE)));

datasetSuite(text, { storage, paths: ['prose.txt'], tokenizer: character });
datasetSuite(text, { storage, paths: ['prose.txt'], tokenizer: byte, settings: { validation: 0.2, test: 0.15 }, context: 7 });

const prepare = async (files: Storage, paths: string[], settings = {}) => {
  const open = await text.open(paths, text.config.parse(settings), { storage: files });
  return open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
};

describe('the text dataset', () => {
  it('cuts as nanoGPT does: the first int(0.9 n) characters are for training', async () => {
    const { dataset } = await prepare(await storageWith({ a: 'x'.repeat(997) }), ['a']);
    expect(dataset.sizes).toEqual({ train: 897, validation: 100 });
  });

  it('holds whole files out when told to, one at least', async () => {
    const files = await storageWith({ 'a/1.txt': 'x'.repeat(50), 'a/2.txt': 'y'.repeat(30), 'a/3.txt': 'z'.repeat(20) });
    const { dataset, tokenizer } = await prepare(files, ['a'], { split: 'file', validation: 0.1 });
    expect(dataset.sizes).toEqual({ train: 80, validation: 20 });
    const [batch] = dataset.sweep('validation', { batch: 1, context: 19 });
    expect(tokenizer?.decode(batch?.input.values ?? [])).toBe('z'.repeat(19));
    expect(dataset.splitPolicy).toMatch(/by file/);
    expect((await prepare(files, ['a'], { split: 'file', validation: 0.3, test: 0.3 })).dataset.sizes).toEqual({
      train: 50,
      validation: 30,
      test: 20,
    });
    expect((await prepare(files, ['a/1.txt'], { split: 'file' })).dataset.sizes).toEqual({ train: 50 });
  });

  it('draws one set of starts a batch, as torch.randint(len(data) - block_size, (batch_size,)) does', async () => {
    const alphabet = String.fromCodePoint(...Array.from({ length: 500 }, (_, index) => 0x4e00 + index));
    const { dataset } = await prepare(await storageWith({ a: alphabet }), ['a'], { validation: 0 });
    const source = dataset.batches('train', { batch: 6, context: 8, random: createRandom('torch', 1337) });
    const starts = createRandom('torch', 1337).integers(12, 0, 500 - 8);
    const firsts = [source.next(), source.next()].flatMap(({ input }) => Array.from({ length: 6 }, (_, row) => input.values[row * 8]));
    expect(firsts).toEqual([...starts]);
  });

  it('reads parts of the text side by side, each batch going on where the last one ended', async () => {
    const alphabet = String.fromCodePoint(...Array.from({ length: 30 }, (_, index) => 97 + index));
    const { dataset } = await prepare(await storageWith({ a: alphabet }), ['a'], { validation: 0 });
    const source = dataset.consecutiveBatches?.('train', { batch: 2, context: 5 }) ?? expect.fail('text has none');
    const seen = Array.from({ length: 3 }, () => source.next());
    expect(seen.map(({ input }) => [input.values[0], input.values[5]])).toEqual([
      [0, 14],
      [5, 19],
      [0, 14],
    ]);
    expect(seen.map(({ targets }) => [targets.values[4], targets.values[9]])).toEqual([
      [5, 19],
      [10, 24],
      [5, 19],
    ]);
    expect(seen.map(({ continues }) => continues)).toEqual([false, true, false]);

    const again = dataset.consecutiveBatches?.('train', { batch: 2, context: 5 }) ?? expect.fail('text has none');
    again.seek(JSON.parse(JSON.stringify(source.cursor())));
    expect(again.next()).toEqual(source.next());
    expect(() => again.seek({ next: 9 })).toThrow(DatasetError);
    expect(() => dataset.consecutiveBatches?.('train', { batch: 8, context: 5 })).toThrow(/8 rows.*blocks of 5/);
  });

  it('sweeps in blocks side by side and pads the last one', async () => {
    const { dataset } = await prepare(await storageWith({ a: 'abcdefg' }), ['a'], { validation: 0 });
    const [first, second] = [...dataset.sweep('train', { batch: 1, context: 4 })];
    expect([...(first?.input.values ?? [])]).toEqual([0, 1, 2, 3]);
    expect([...(first?.targets.values ?? [])]).toEqual([1, 2, 3, 4]);
    expect([...(second?.input.values ?? [])]).toEqual([4, 5, 0, 0]);
    expect([...(second?.targets.values ?? [])]).toEqual([5, 6, -1, -1]);
  });

  it('says what context would fit a short text', async () => {
    const { dataset } = await prepare(await storageWith({ a: 'abcdefghij' }), ['a']);
    const options = { batch: 1, random: createRandom('philox', 1) };
    expect(() => dataset.batches('train', { ...options, context: 9 })).toThrow('Set context to 8 or less');
    expect(dataset.batches('train', { ...options, context: 8 }).next().input.shape).toEqual([1, 8]);
  });

  it('takes a tokenizer that it is given, and names the file where that refuses', async () => {
    const open = await text.open(['a'], text.config.parse({}), { storage: await storageWith({ a: 'abcabc?' }) });
    const options = { random: createRandom('philox', 1), trainTokenizer: trainCharacters };
    expect(() => open.prepare({ ...options, tokenizer: trainCharacters(['abc'], {}) })).toThrow(
      'a: The tokenizer does not know the character "?" (U+003F) at position 6',
    );
    const tokenizer = trainCharacters(['abc?'], {});
    expect(open.prepare({ ...options, tokenizer }).tokenizer).toBe(tokenizer);
  });

  it('keeps line ends and drops byte order marks', async () => {
    const { tokenizer } = await prepare(await storageWith({ a: '\ufeffa\r\nb', b: '\ufeffc' }), ['a', 'b']);
    expect(tokenizer?.toJSON().characters).toEqual(['\n', '\r', 'a', 'b', 'c']);
  });

  it('hashes content alone: the same by another name, another by another order', async () => {
    const files = await storageWith({ a: 'one', b: 'two', 'c/one.txt': 'one', 'c/two.txt': 'two' });
    const hash = async (...paths: string[]) => (await prepare(files, paths)).dataset.hash;
    expect(await hash('a')).toBe('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed');
    expect(await hash('a', 'b')).toBe(await hash('c'));
    expect(await hash('a', 'b')).not.toBe(await hash('b', 'a'));
  });

  it('refuses fractions that leave nothing to learn from', () => {
    expect(() => text.config.parse({ validation: 0.5, test: 0.5 })).toThrow(/test/);
  });

  it('refuses a text of one character', async () => {
    await expect(prepare(await storageWith({ a: 'a' }), ['a'])).rejects.toSatisfy(DatasetError.isInstance.bind(DatasetError));
  });
});
