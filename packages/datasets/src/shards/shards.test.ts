import {
  type Batch,
  createRandom,
  createRegistry,
  DatasetError,
  decodeText,
  encodeText,
  loadTokenizer,
  memoryStorage,
  type Storage,
} from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import tokenizers, { bpe, character } from '@prattle/tokenizers';
import { beforeAll, describe, expect, it } from 'vitest';
import { contentHash } from '../content-hash.js';
import { readPaths } from '../files/read-paths.js';
import { storageWith } from '../test/helpers.js';
import { createPermutation } from './permutation.js';
import { shards } from './plugin.js';
import { prepareShards } from './prepare-shards.js';
import { shardSettings } from './settings.js';

const registry = createRegistry([tokenizers()]);
const loading = { loadTokenizer: (data: Parameters<typeof loadTokenizer>[1]) => loadTokenizer(registry, data) };

const learn = (text: Iterable<string>) => character.train(text, character.config.parse({}));
const learnPairs = (text: Iterable<string>) => bpe.train(text, bpe.config.parse({ vocabulary: 300, end: true }));

async function prepare(
  storage: Storage,
  paths: readonly string[],
  settings: Record<string, unknown> = {},
  tokenizer = learn as typeof learn | typeof learnPairs,
) {
  const files = await readPaths(paths, storage);
  return prepareShards({ storage, folder: 'tokens', files, source: paths.join(', '), settings: shardSettings.parse(settings), tokenizer });
}

async function open(storage: Storage) {
  const opened = await shards.open(['tokens'], {}, { storage, ...loading });
  return opened.prepare({ random: createRandom('philox', 1), trainTokenizer: learn });
}

const LINES = Array.from({ length: 400 }, (_, line) => `${line} green bottles hanging on the wall, ${line * 7} of them\n`);

const storage = memoryStorage();
beforeAll(async () => {
  await storage.write('rhyme.txt', encodeText(LINES.join('')));
  await prepare(storage, ['rhyme.txt'], { shardTokens: 1024, validation: 0.2, test: 0.1 });
});

datasetSuite(shards, { storage, paths: ['tokens'], tokenizer: character, context: 7, ...loading });

/** A storage that reads in the background too, one turn of the event loop later, and counts how often. */
function inBackground(storage: Storage, wait: () => Promise<unknown> = () => new Promise(setImmediate)) {
  let reads = 0;
  const openSync = (path: string) => {
    const file = storage.openSync?.(path);
    if (!file) throw new Error('memory can always be opened');
    return {
      ...file,
      async readLater(into: Uint8Array, position: number) {
        reads++;
        await wait();
        return file.read(into, position);
      },
    };
  };
  return { storage: { ...storage, openSync }, reads: () => reads };
}

const rowsOf = ({ input }: Batch) => {
  const [rows = 0, context = 0] = input.shape;
  return Array.from({ length: rows }, (_, row) => ({ input: [...input.values.subarray(row * context, (row + 1) * context)] }));
};

describe('preparing shards', () => {
  it('cuts a text into shards that together are its tokens, and into the splits that running text has', async () => {
    const { dataset, tokenizer } = await open(storage);
    const text = LINES.join('');
    expect(dataset.sizes).toEqual({
      train: Math.floor((1 - 0.2 - 0.1) * text.length),
      validation: text.length - Math.floor((1 - 0.2 - 0.1) * text.length) - Math.floor(0.1 * text.length),
      test: Math.floor(0.1 * text.length),
    });
    expect((await storage.list('tokens')).length).toBe(Math.ceil(text.length / 1024) + 1);
    const train = [...dataset.sweep('train', { batch: 1000, context: 100 })].flatMap(({ targets }) =>
      [...targets.values].filter((id) => id >= 0),
    );
    expect(tokenizer?.decode(train)).toBe(text.slice(1, dataset.sizes.train));
  });

  it('closes every file with the end token, and holds the last files out', async () => {
    const files = await storageWith({ 'a/1.txt': 'one one', 'a/2.txt': 'two two', 'a/3.txt': 'three three' });
    const index = await prepare(files, ['a'], { split: 'file', validation: 0.3 }, learnPairs);
    const { dataset, tokenizer } = await open(files);
    const [batch] = dataset.sweep('validation', { batch: 1, context: 20 });
    const ids = [...(batch?.input.values.slice(0, 1) ?? []), ...(batch?.targets.values.filter((id) => id >= 0) ?? [])];
    expect(ids.at(-1)).toBe(tokenizer?.special.end);
    expect(tokenizer?.decode(ids)).toBe('three three');
    expect(index.splitPolicy).toMatch(/by file/);
  });

  it('never has equal documents in two splits when hashes decide, and counts those that are there twice', async () => {
    const rows = Array.from({ length: 300 }, (_, row) => JSON.stringify({ id: row, text: `document ${row % 200}` }));
    const files = await storageWith({ 'rows.jsonl': rows.join('\n') });
    const byHash = await prepare(files, ['rows.jsonl'], { split: 'hash', column: 'text', validation: 0.3 }, learnPairs);
    expect(byHash).toMatchObject({ documents: 300, duplicates: { repeated: 100, acrossSplits: 0 } });
    const share = ((byHash.splits.validation?.stop ?? 0) - (byHash.splits.validation?.start ?? 0)) / byHash.tokens;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.45);
    await files.remove('tokens');
    const byPlace = await prepare(files, ['rows.jsonl'], { split: 'file', column: 'text', validation: 0.1 }, learnPairs);
    expect(byPlace.duplicates).toEqual({ repeated: 100, acrossSplits: 30 });
  });

  it('takes the rows of JSON lines and of other tables, blank lines left out', async () => {
    const files = await storageWith({
      'a.jsonl': '\n{"text": "one é"}\r\n\n  {"text": "two 🙂"}',
      'b.csv': 'text,id\nthree,3\n',
      'bad.jsonl': '{"text": "fine"}\n{"txt": "x"}\n',
      'worse.jsonl': '{"text": "fine"}\nnot this\n',
    });
    const index = await prepare(files, ['a.jsonl', 'b.csv'], { column: 'text', validation: 0 }, learnPairs);
    expect(index.documents).toBe(3);
    const { dataset, tokenizer } = await open(files);
    const [batch] = dataset.sweep('train', { batch: 1, context: index.tokens });
    expect(tokenizer?.decode(batch?.input.values.slice(0, 1) ?? [])).toBe('o');
    expect(tokenizer?.decode(batch?.targets.values.filter((id) => id >= 0) ?? [])).toBe('ne étwo 🙂three');
    await files.remove('tokens');
    await expect(prepare(files, ['bad.jsonl'], { column: 'text' })).rejects.toThrow(
      /bad\.jsonl, entry 2, has no text in the column "text"/,
    );
    await expect(prepare(files, ['worse.jsonl'], { column: 'text' })).rejects.toThrow(/worse\.jsonl, entry 2, is not JSON/);
  });

  it('leaves nothing behind when the text is no good, and keeps shards that are there', async () => {
    const files = await storageWith({ 'good.txt': 'x'.repeat(5000), 'bad.bin': Uint8Array.of(0x61, 0xff) });
    const tokenizer = learn(['x']);
    const options = { storage: files, folder: 'tokens', source: 'good', settings: shardSettings.parse({ shardTokens: 1024 }) };
    await expect(prepareShards({ ...options, files: await readPaths(['good.txt', 'bad.bin'], files), tokenizer })).rejects.toThrow(
      /not UTF-8/,
    );
    expect(await files.list('tokens')).toEqual([]);
    const good = await readPaths(['good.txt'], files);
    await prepareShards({ ...options, files: good, tokenizer });
    await expect(prepareShards({ ...options, files: good, tokenizer })).rejects.toThrow(/are shards in tokens already/);
  });

  it('names the place of a character that the tokenizer does not know', async () => {
    const files = await storageWith({ 'a.txt': 'aaab' });
    const options = { storage: files, folder: 'tokens', source: 'a', settings: shardSettings.parse({}) };
    await expect(prepareShards({ ...options, files: await readPaths(['a.txt'], files), tokenizer: learn(['a']) })).rejects.toThrow(
      /a\.txt: .*"b"/,
    );
  });
});

describe('training from shards', () => {
  it('meets every block once before any comes again, in an order that the seed decides', async () => {
    // No seven letters come twice in this text.
    const letters = [...createRandom('philox', 3).integers(3000, 0, 50)].map((letter) => String.fromCharCode(65 + letter)).join('');
    const files = await storageWith({ 'letters.txt': letters });
    await prepare(files, ['letters.txt'], { validation: 0 });
    const { dataset } = await open(files);
    const context = 7;
    const blocks = Math.floor((letters.length - context) / context);
    const epochs = (seed: number, count: number) => {
      const source = dataset.batches('train', { batch: blocks, context, random: createRandom('philox', seed) });
      return Array.from({ length: count }, () => rowsOf(source.next()).map(({ input }) => input.join()));
    };
    const [first = [], second = []] = epochs(5, 2);
    expect(new Set(first).size).toBe(blocks);
    expect(new Set(second).size).toBe(blocks);
    expect(second).not.toEqual(first);
    expect([...first].sort()).not.toEqual(first);
    expect(epochs(6, 1)[0]).not.toEqual(first);
  });

  it('goes on exactly inside a shard, whoever makes the other batches', async () => {
    const { dataset } = await open(storage);
    const options = { batch: 4, context: 7, random: createRandom('philox', 5) };
    const source = dataset.batches('train', options);
    const start = source.cursor();
    const expected = Array.from({ length: 12 }, () => source.next());
    // Three loaders, each of which makes every third batch.
    const made = Array.from({ length: 12 }, (_, index) => {
      const loader = dataset.batches('train', options);
      loader.seek({ ...start, rows: 4 * index });
      return loader.next();
    });
    expect(made).toEqual(expected);
  });

  it.each([1, 2, 5])('hands out the same batches when %i are read ahead, and a cursor that knows nothing of them', async (workers) => {
    const background = inBackground(storage);
    const { dataset } = await open(background.storage);
    const options = { batch: 4, context: 7 };
    const plain = dataset.batches('train', { ...options, random: createRandom('philox', 5) });
    let source = dataset.batches('train', { ...options, random: createRandom('philox', 5), workers });
    for (let step = 0; step < 60; step++) {
      expect(source.cursor()).toEqual(plain.cursor());
      if (step === 30) {
        const cursor = JSON.parse(JSON.stringify(source.cursor()));
        source = dataset.batches('train', { ...options, random: createRandom('philox', 6), workers: 3 });
        source.next();
        source.seek(cursor);
      }
      expect(source.next()).toEqual(plain.next());
      // Sometimes there is time to read, sometimes there is not.
      if (step % 3 > 0) await new Promise(setImmediate);
    }
    expect(background.reads()).toBeGreaterThan(30);
  });

  it('reads again what could not be read in the background', async () => {
    const background = inBackground(storage, () => Promise.reject(new Error('the disk is gone')));
    const { dataset } = await open(background.storage);
    const options = { batch: 2, context: 7 };
    const plain = dataset.batches('train', { ...options, random: createRandom('philox', 5) });
    const source = dataset.batches('train', { ...options, random: createRandom('philox', 5), workers: 2 });
    for (let step = 0; step < 5; step++) {
      expect(source.next()).toEqual(plain.next());
      await new Promise(setImmediate);
    }
    expect(background.reads()).toBeGreaterThan(0);
  });

  it('refuses what is not what the index says', async () => {
    const files = await storageWith({ 'rhyme.txt': LINES.join('') });
    await prepare(files, ['rhyme.txt'], { shardTokens: 4096 });
    const index = JSON.parse(decodeText(await files.read('tokens/shards.json')));
    const shard = await files.read('tokens/tokens-00001.bin');
    const cases: [string, () => Promise<void>, RegExp][] = [
      ['a short shard', () => files.write('tokens/tokens-00001.bin', shard.subarray(0, 100)), /tokens-00001\.bin has 100 bytes/],
      [
        'another header',
        () =>
          files.write(
            'tokens/tokens-00001.bin',
            shard.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
          ),
        /begin as a shard/,
      ],
      ['a missing shard', () => files.remove('tokens/tokens-00001.bin'), /cannot be read/],
      ['a newer version', () => files.write('tokens/shards.json', encodeText(JSON.stringify({ ...index, version: 2 }))), /version 2/],
      [
        'a path to elsewhere',
        () =>
          files.write(
            'tokens/shards.json',
            encodeText(JSON.stringify({ ...index, shards: index.shards.map((one: object) => ({ ...one, file: '../x.bin' })) })),
          ),
        /does not describe shards/,
      ],
      [
        'another tokenizer',
        () =>
          files.write('tokens/shards.json', encodeText(JSON.stringify({ ...index, tokenizer: { ...index.tokenizer, characters: ['a'] } }))),
        /not what its hash says/,
      ],
      ['no JSON', () => files.write('tokens/shards.json', encodeText('{')), /not JSON/],
      ['no index', () => files.remove('tokens/shards.json'), /no shards in tokens/],
    ];
    for (const [name, damage, message] of cases) {
      await damage();
      await expect(open(files), name).rejects.toThrow(message);
      await files.write('tokens/tokens-00001.bin', shard);
      await files.write('tokens/shards.json', encodeText(JSON.stringify(index)));
    }
    expect((await open(files)).dataset.kind).toBe('shards');
  });

  it('refuses the tokenizer of another model', async () => {
    const opened = await shards.open(['tokens'], {}, { storage, ...loading });
    expect(() => opened.prepare({ random: createRandom('philox', 1), trainTokenizer: learn, tokenizer: learn(['abc']) })).toThrow(
      DatasetError,
    );
  });
});

describe('a permutation that is never written down', () => {
  it.each([1, 2, 3, 16, 1000, 1025])('of %i numbers has each once', (size) => {
    const permute = createPermutation(size, [1, 2]);
    expect(new Set(Array.from({ length: size }, (_, place) => permute(place))).size).toBe(size);
    expect(Array.from({ length: size }, (_, place) => permute(place)).every((number) => number >= 0 && number < size)).toBe(true);
  });

  it('depends on its key, and moves numbers far', () => {
    const orders = [1, 2].map((key) => Array.from({ length: 1000 }, (_, place) => createPermutation(1000, [key, 0])(place)));
    expect(orders[0]).not.toEqual(orders[1]);
    const meanMove = (orders[0] ?? []).reduce((sum, number, place) => sum + Math.abs(number - place), 0) / 1000;
    // A third of the size, for an order that knows nothing of the old one.
    expect(meanMove).toBeGreaterThan(280);
    expect(meanMove).toBeLessThan(390);
  });

  it('reaches beyond 32 bits', () => {
    const permute = createPermutation(2 ** 40, [3, 4]);
    const images = Array.from({ length: 100 }, (_, place) => permute(place));
    expect(new Set(images).size).toBe(100);
    expect(Math.max(...images)).toBeGreaterThan(2 ** 38);
  });
});

describe('the hash of a document', () => {
  it('does not depend on its chunks, and tells documents apart', () => {
    expect(contentHash(['ab', 'c'])).toBe(contentHash(['abc']));
    expect(new Set(Array.from({ length: 10_000 }, (_, index) => contentHash([`document ${index}`]))).size).toBe(10_000);
  });
});
