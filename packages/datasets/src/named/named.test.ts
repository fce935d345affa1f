import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRandom, DatasetError, memoryStorage } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyDataset } from '../any-dataset.js';
import { table } from '../table/plugin.js';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { textToNumber } from '../text-to-number/plugin.js';
import { DOWNLOADS, EMBEDDED } from './catalogue.js';
import { dataFolders } from './data-folders.js';
import { scoreLines } from './hyperparameter-scores.js';
import { namedDatasets } from './plugins.js';

const folder = new URL('../../../../datasets/', import.meta.url);
const card = (name: string) => JSON.parse(readFileSync(new URL(`${name}/dataset.json`, folder), 'utf8'));
const plugin = (name: string): AnyDataset => {
  const found: AnyDataset | undefined = namedDatasets.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

datasetSuite(plugin('names'), { storage: memoryStorage(), tokenizer: character });
datasetSuite(plugin('source'), { storage: memoryStorage(), tokenizer: character, context: 64 });
datasetSuite(plugin('chat'), { storage: memoryStorage(), tokenizer: character });
datasetSuite(plugin('system-configs'), { storage: memoryStorage(), tokenizer: character, loadEncoder: table.loadEncoder });
datasetSuite(plugin('hyperparameter-scores'), {
  storage: memoryStorage(),
  tokenizer: character,
  settings: { rows: 60 },
  loadEncoder: textToNumber.loadEncoder,
});

describe('the cards in the datasets folder', () => {
  it.each(namedDatasets.map(({ name }) => name))('%s says the same as the code', (name) => {
    const { kind, licence, source } = plugin(name);
    expect(card(name)).toMatchObject({ name, kind, licence, source });
  });

  it.each(DOWNLOADS)('$name has its checksum and size', ({ name, file, bytes, sha256 }) => {
    expect(card(name)).toMatchObject({ file, bytes, sha256 });
  });

  it.each(EMBEDDED.map(({ name }) => name))('%s fits its data', (name) => {
    const { file, bytes, sha256 } = card(name);
    const data = readFileSync(new URL(`${name}/${file}`, folder));
    expect({ bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') }).toEqual({ bytes, sha256 });
  });
});

describe('names', () => {
  const lines = readFileSync(new URL('names/names.txt', folder), 'utf8').split('\n');

  it('has one name of 2 to 15 letters a-z on every line, sorted, none twice', () => {
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => !/^[a-z]{2,15}$/.test(line))).toEqual([]);
    expect([...new Set(lines)].sort()).toEqual(lines);
    expect(lines.length).toBe(card('names').items);
    expect(lines.length).toBeGreaterThanOrEqual(4000);
  });

  it('opens without a path, and refuses one', async () => {
    const names = plugin('names');
    const open = await names.open([], names.config.parse({}), { storage: memoryStorage() });
    const { dataset } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
    expect(dataset.naturalContext).toBe(16);
    expect(dataset.hash).toBe(card('names').sha256);
    await expect(names.open(['a.txt'], names.config.parse({}), { storage: memoryStorage() })).rejects.toThrow(/takes no files/);
  });
});

describe('chat', () => {
  it('is learnt by heart: nothing is held out unless it is asked for', async () => {
    const chat = plugin('chat');
    const sizes = async (settings: object) => {
      const open = await chat.open([], chat.config.parse(settings), { storage: memoryStorage() });
      return open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters }).dataset.sizes;
    };
    expect(await sizes({})).toEqual({ train: card('chat').items });
    expect(await sizes({ validation: 0.1 })).toMatchObject({ validation: Math.floor(0.1 * Number(card('chat').items)) });
  });

  it('begins with the three exchanges that can be learnt alone', async () => {
    const chat = plugin('chat');
    const open = await chat.open([], chat.config.parse({ first: 3, validation: 0 }), { storage: memoryStorage() });
    const { dataset } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
    expect(dataset.sizes).toEqual({ train: 3 });
    const system = '<system>You are helpful.</system>';
    for (const [question, answer] of [
      ['hi', 'hello!'],
      ['what is 2+2?', '4'],
      ['color of sky?', 'blue'],
    ]) {
      expect(dataset.contains?.('train', `${system}\n<user>${question}</user>\n<assistant>${answer}</assistant>\n`), question).toBe(true);
    }
  });
});

describe('hyperparameter-scores', () => {
  const rows = scoreLines({ rows: 2000, noise: 0, generatorSeed: 1 })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<'lr' | 'batch_size' | 'layers' | 'dropout' | 'score', number>);

  it('has the formula of its README, in the ranges of its README', () => {
    for (const { lr, batch_size, layers, dropout, score } of rows) {
      expect(score).toBeCloseTo(0.5 / lr + 0.3 * batch_size + 0.2 * layers - 100 * dropout, 3);
      expect(lr).toBeGreaterThanOrEqual(0.0001);
      expect(lr).toBeLessThanOrEqual(0.1);
      expect(dropout).toBeGreaterThanOrEqual(0);
      expect(dropout).toBeLessThanOrEqual(0.5);
    }
    expect([...new Set(rows.map(({ layers }) => layers))].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(rows.map(({ batch_size }) => batch_size))).toEqual(new Set([16, 32, 64, 128]));
  });

  it('is the same for the same seed, and has noise of the deviation asked for', () => {
    const noisy = scoreLines({ rows: 2000, noise: 5, generatorSeed: 1 });
    expect(scoreLines({ rows: 2000, noise: 5, generatorSeed: 1 })).toBe(noisy);
    expect(scoreLines({ rows: 5, noise: 5, generatorSeed: 2 })).not.toBe(scoreLines({ rows: 5, noise: 5, generatorSeed: 1 }));
    const chances = noisy
      .trim()
      .split('\n')
      .map((line, index) => JSON.parse(line).score - (rows[index]?.score ?? 0));
    expect(Math.sqrt(chances.reduce((sum, chance) => sum + chance ** 2, 0) / chances.length)).toBeCloseTo(5, 0);
  });

  it('is what its card says', () => {
    const made = scoreLines({ rows: 2000, noise: 5, generatorSeed: 1 });
    expect(createHash('sha256').update(made).digest('hex')).toBe(card('hyperparameter-scores').sha256);
  });

  it('loses dropout where texts are cut at 50 characters, as the notebook cuts them', async () => {
    const scores = plugin('hyperparameter-scores');
    const inputs = async (settings: object) => {
      const open = await scores.open([], scores.config.parse({ rows: 50, ...settings }), { storage: memoryStorage() });
      const { dataset, tokenizer } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
      const context = dataset.naturalContext;
      const [batch] = dataset.sweep('train', { batch: 50, context });
      return { context, text: tokenizer?.decode(batch?.input.values.subarray(0, context) ?? []) };
    };
    expect(await inputs({ cut: 50 })).toEqual({ context: 50, text: expect.not.stringMatching(/dropout": 0\.\d/) });
    expect(await inputs({})).toEqual({ context: 80, text: expect.stringMatching(/"dropout": 0\.\d+\}$/) });
  });
});

describe('data that is not shipped', () => {
  const shakespeare = plugin('tinyshakespeare');
  const open = async (files: Record<string, string>) =>
    shakespeare.open([], shakespeare.config.parse({}), { storage: await storageWith(files) });
  afterEach(() => vi.unstubAllEnvs());

  it('is looked for in PRATTLE_DATA_DIR, and its absence says what to put where', async () => {
    vi.stubEnv('PRATTLE_DATA_DIR', '/data');
    const failure = await open({}).catch((error: unknown) => error);
    expect(DatasetError.isInstance(failure) && failure.code).toBe('not-downloaded');
    expect(String(failure)).toMatch(
      /Run: prattle data fetch tinyshakespeare; or save https:\S+input\.txt \(1115394 bytes, SHA-256 86c4e6\w+\) as \/data\/tinyshakespeare\/input\.txt/,
    );
  });

  it('must be what it is known as', async () => {
    vi.stubEnv('PRATTLE_DATA_DIR', '/data');
    await expect(open({ '/data/tinyshakespeare/input.txt': 'To be' })).rejects.toThrow(/is not the tinyshakespeare/);
  });

  it('reads the real thing where it is at hand', async (context) => {
    vi.stubEnv('PRATTLE_DATA_DIR', process.env.PRATTLE_DATA_DIR ?? new URL('../../../../../shared/data', import.meta.url).pathname);
    const openReal = async (name: string) => {
      const dataset = plugin(name);
      const opened = await dataset.open([], dataset.config.parse({}), { storage: fileStorage() });
      return opened.prepare({ random: createRandom('torch', 1), trainTokenizer: trainCharacters });
    };
    try {
      const { dataset, tokenizer } = await openReal('tinyshakespeare');
      expect(tokenizer?.vocabularySize).toBe(65);
      expect(dataset.sizes).toEqual({ train: 1003854, validation: 111540 });
      const names = (await openReal('makemore-names')).dataset;
      expect(names.naturalContext).toBe(16);
      expect(names.duplicates?.repeated).toBe(2539);
    } catch (error) {
      if (!DatasetError.isInstance(error) || error.code !== 'not-downloaded') throw error;
      context.skip(`${error.what} The embedded data is tested in its place.`);
    }
  });

  it.each([
    ['linux', { HOME: '/home/me' }, ['/home/me/.cache/prattle/datasets']],
    ['linux', { HOME: '/home/me', XDG_CACHE_HOME: '/cache' }, ['/cache/prattle/datasets']],
    ['darwin', { HOME: '/Users/me', PRATTLE_DATA_DIR: '/d' }, ['/d', '/Users/me/Library/Caches/prattle/datasets']],
    ['win32', { USERPROFILE: 'C:/me', LOCALAPPDATA: 'C:/me/Local' }, ['C:/me/Local/prattle/datasets']],
    ['linux', {}, []],
    ['browser', {}, ['datasets']],
  ])('has its place on %s %j', (platform, environment, expected) => {
    expect(dataFolders({ platform, environment })).toEqual(expected);
  });
});
