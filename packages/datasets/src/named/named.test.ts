import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRandom, DatasetError, memoryStorage } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { datasetSuite } from '@prattle/testing';
import { character } from '@prattle/tokenizers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AnyDataset } from '../infer.js';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { DOWNLOADS, EMBEDDED } from './catalogue.js';
import { dataFolders } from './data-folders.js';
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

describe('data that is not shipped', () => {
  const shakespeare = plugin('tinyshakespeare');
  const open = async (files: Record<string, string>) =>
    shakespeare.open([], shakespeare.config.parse({}), { storage: await storageWith(files) });
  afterEach(() => vi.unstubAllEnvs());

  it('is looked for in PRATTLE_DATA_DIR, and its absence says what to put where', async () => {
    vi.stubEnv('PRATTLE_DATA_DIR', '/data');
    const failure = await open({}).catch((error: unknown) => error);
    expect(DatasetError.isInstance(failure) && failure.code).toBe('not-downloaded');
    expect(String(failure)).toMatch(/Save https:\S+input\.txt \(1115394 bytes, SHA-256 86c4e6\w+\) as \/data\/tinyshakespeare\/input\.txt/);
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
