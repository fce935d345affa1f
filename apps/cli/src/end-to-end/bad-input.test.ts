import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  writeFileSync(path('rhyme.txt'), rhyme);
  writeFileSync(path('empty.txt'), '');
  writeFileSync(path('short.txt'), 'abc');
  writeFileSync(path('shuffled.txt'), [...rhyme].reverse().join(''));
  writeFileSync(
    path('binary.dat'),
    Uint8Array.from({ length: 3000 }, (_, index) => (index * 197) % 256),
  );
  writeFileSync(path('bigram.json'), JSON.stringify({ model: { name: 'transformer', settings: { smoothing: 1 } } }));
  await call(['train', 'rhyme.txt', '--steps', '4', '--out', 'good', ...tiny]);
});

/** What is typed, and what the one line of the answer has to say. */
const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a missing file', ['train', 'missing.txt'], /missing\.txt.*Check the path/],
  ['an empty file', ['train', 'empty.txt'], /empty\.txt is empty/],
  ['a file shorter than a block', ['train', 'short.txt', '--context', '16'], /too few for a block of 16/],
  ['a binary file', ['train', 'binary.dat'], /binary\.dat is a binary file/],
  ['no data', ['train'], /no data to train on/],
  ['a mistyped flag', ['train', 'rhyme.txt', '--stps', '5'], /Did you mean --steps/],
  ['a mistyped command', ['trian', 'rhyme.txt'], /Did you mean train/],
  ['a value out of range', ['train', 'rhyme.txt', '--layers', '0'], /--layers.*at least 1/],
  ['a value that is no number', ['train', 'rhyme.txt', '--steps', 'many'], /--steps.*whole number/],
  ['an unknown model', ['train', 'rhyme.txt', '--model', 'transfomer'], /Did you mean "transformer"/],
  ['an unknown preset', ['train', 'rhyme.txt', '--preset', 'notebok'], /no preset "notebok".*notebook/],
  ['a setting of another model', ['train', 'rhyme.txt', '--config', 'bigram.json'], /"smoothing" is not a setting/],
  ['an unknown backend', ['train', 'rhyme.txt', '--backend', 'gpu'], /no backend "gpu"/],
  ['a folder without a run', ['sample', 'nowhere'], /no checkpoint in nowhere/],
  ['nothing to resume', ['train', '--out', 'nowhere', '--resume'], /no checkpoint "last" in nowhere/],
  ['other data to resume with', ['train', 'shuffled.txt', '--out', 'good', '--resume'], /not what the run in good was trained on/],
];

describe('bad input', () => {
  it.each(cases)('%s gives one line that says what to do, and leaves nothing behind', async (_, args, message) => {
    const { code, stdout, stderr } = await call(args);
    expect(stderr).toMatch(message);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(stderr).not.toMatch(/\n +at /);
    expect(existsSync(path('runs'))).toBe(false);
  });

  it.each(['prattle.json', 'model.safetensors'])('a %s with one flipped bit is refused', async (file) => {
    cpSync(path('good'), path('flipped'), { recursive: true });
    for (const name of ['best', 'last']) {
      const target = path('flipped/checkpoints', name, file);
      const bytes = readFileSync(target);
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      writeFileSync(target, bytes);
    }
    const { code, stderr } = await call(['sample', 'flipped', '--tokens', '1']);
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a truncated checkpoint is refused', async () => {
    cpSync(path('good'), path('cut'), { recursive: true });
    const target = path('cut/checkpoints/last/model.safetensors');
    writeFileSync(target, readFileSync(target).subarray(0, 100));
    const { code, stderr } = await call(['sample', 'cut', '--checkpoint', 'last']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/model\.safetensors.*100 bytes/);
  });

  it('a folder that cannot be written is named before training starts', async () => {
    // Nobody can make files there, not even root, whom permissions do not stop.
    const nowhere = process.platform === 'win32' ? 'NUL/run' : process.platform === 'linux' ? '/proc/run' : '/dev/null/run';
    const { code, stderr } = await call(['train', 'rhyme.txt', '--steps', '5', '--out', nowhere, ...tiny]);
    expect(code).toBe(1);
    expect(stderr).toContain(nowhere);
    expect(stderr).not.toContain('bug in Prattle');
  });

  it('a file where the folder should be is named', async () => {
    const { code, stderr } = await call(['train', 'rhyme.txt', '--steps', '5', '--out', 'rhyme.txt/run', ...tiny]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/rhyme\.txt/);
    expect(stderr).not.toContain('bug in Prattle');
  });

  it('shows where an error came from only when asked', async () => {
    expect((await call(['sample', 'nowhere', '--verbose'])).stderr).toMatch(/\n +at /);
  });
});
