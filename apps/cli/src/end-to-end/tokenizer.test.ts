import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  writeFileSync(path('rhyme.txt'), rhyme);
  await call(['tokenizer', 'train', 'rhyme.txt', '--vocab_size', '300', '--out', 'pairs.json']);
});

describe('prattle tokenizer', () => {
  it('learns the same file from the same text', async () => {
    const again = await call(['tokenizer', 'train', '-', '--vocabulary=300', '--out', 'again.json', '--json'], { input: rhyme });
    expect(again.code).toBe(0);
    expect(readFileSync(path('again.json'))).toEqual(readFileSync(path('pairs.json')));
    expect(JSON.parse(again.stdout)).toMatchObject({
      kind: 'bpe',
      vocabulary: JSON.parse(readFileSync(path('pairs.json'), 'utf8')).merges.split(' ').length / 2 + 256,
    });
  });

  it('gives back what it encodes, from an argument and from standard input', async () => {
    const text = 'ninety-nine green bottles 🙂';
    const encoded = await call(['tokenizer', 'encode', 'pairs.json', text]);
    expect(encoded.stdout).toMatch(/^\d+( \d+)+\n$/);
    expect((await call(['tokenizer', 'encode', 'pairs.json'], { input: text })).stdout).toBe(encoded.stdout);
    expect((await call(['tokenizer', 'decode', 'pairs.json', ...encoded.stdout.trim().split(' ')])).stdout).toBe(`${text}\n`);
    expect((await call(['tokenizer', 'decode', 'pairs.json'], { input: encoded.stdout })).stdout).toBe(`${text}\n`);
  });

  it('looks into a tokenizer', async () => {
    const { stdout } = await call(['tokenizer', 'inspect', 'pairs.json', 'green bottles', '--json']);
    const { kind, hash, longest, cut } = JSON.parse(stdout);
    expect(kind).toBe('bpe');
    expect(hash).toBe(JSON.parse(readFileSync(path('pairs.json'), 'utf8')).hash);
    expect(longest[0].length).toBeGreaterThan(4);
    expect(cut.tokens.map(({ token }: { token: string }) => token).join('')).toBe('green bottles');
  });

  it('is what a run learns with, by name or from a file, and travels with the model', async () => {
    const byName = await call([
      'train',
      'rhyme.txt',
      '--tokenizer',
      'bpe',
      '--vocabulary',
      '280',
      '--steps',
      '3',
      '--out',
      'named',
      ...tiny,
    ]);
    expect(byName.code).toBe(0);
    const fromFile = await call(['train', 'rhyme.txt', '--tokenizer', 'pairs.json', '--steps', '3', '--out', 'filed', ...tiny]);
    expect(fromFile.code).toBe(0);
    const inspected = async (word: string) => JSON.parse((await call(['tokenizer', 'inspect', word, '--json'])).stdout);
    expect(await inspected('filed')).toEqual(await inspected('pairs.json'));
    expect((await inspected('named')).vocabulary).toBe(280);
    expect((await call(['sample', 'filed', '--tokens', '5', '--seed', '1'])).code).toBe(0);
  });

  it.each([
    ['a file that is there', ['train', 'rhyme.txt', '--out', 'pairs.json'], 2, /a file pairs\.json already/],
    ['no text', ['train', 'nothing.txt'], 1, /no file or folder nothing\.txt/],
    ['too small a vocabulary', ['train', 'rhyme.txt', '--vocabulary', '10', '--out', 'x.json'], 2, /vocabulary.*256 to 1048576/],
    ['an unknown tokenizer', ['train', 'rhyme.txt', '--tokenizer', 'bpee', '--out', 'x.json'], 2, /Did you mean "bpe"/],
    ['a file that is no tokenizer', ['encode', 'rhyme.json', 'x'], 1, /rhyme\.json is not a tokenizer/],
    ['a run that is not there', ['inspect', 'nowhere'], 1, /no checkpoint in nowhere/],
    ['words for ids', ['decode', 'pairs.json', 'one'], 2, /"one" is no token id/],
    ['an id that is not there', ['decode', 'pairs.json', '99999'], 1, /no token 99999/],
  ])('refuses %s', async (_, args, code, message) => {
    writeFileSync(path('rhyme.json'), '{"a": 1}');
    const outcome = await call(['tokenizer', ...args]);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(path('x.json'))).toBe(false);
  });
});
