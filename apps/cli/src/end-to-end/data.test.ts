import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  writeFileSync(path('rhyme.txt'), rhyme);
  writeFileSync(path('words.txt'), Array.from({ length: 40 }, (_, index) => `word${'abcdefgh'[index % 8]}${'xyz'[index % 3]}`).join('\n'));
  await call(['data', 'prepare', 'rhyme.txt', '--out', 'tokens', '--vocabulary', '300', '--shard-tokens', '1024']);
});

describe('prattle data', () => {
  it('lists what is known by name, and what is here', async () => {
    const rows: { name: string; here: boolean }[] = JSON.parse((await call(['data', 'list', '--json'])).stdout);
    expect(rows.find(({ name }) => name === 'names')).toMatchObject({ here: true, kind: 'words' });
    expect(rows.find(({ name }) => name === 'tinyshakespeare')).toMatchObject({ bytes: 1115394 });
  });

  it('shows how data is read, its splits and what is there twice', async () => {
    const { sizes, duplicates, kind, beginning } = JSON.parse(
      (await call(['data', 'show', 'words.txt', '--json', '--validation', '0.2'])).stdout,
    );
    expect(kind).toBe('words');
    expect(sizes).toEqual({ train: 28, validation: 8, test: 4 });
    expect(duplicates.repeated).toBe(16);
    expect(beginning).toHaveLength(5);
    const { stdout } = await call(['data', 'show', 'rhyme.txt']);
    expect(stdout).toMatch(/split +by position: the first 90 % train/);
    expect(stdout).toContain('"0 green bottles hanging on the wall');
  });

  it('prepares shards, which are trained on and resumed to the same bytes', async () => {
    expect(readdirSync(path('tokens')).length).toBeGreaterThan(2);
    const options = ['tokens', '--seed', '7', '--dropout', '0.1', '--eval-every', '10', ...tiny];
    const straight = await call(['train', ...options, '--steps', '20', '--out', 'runs/straight']);
    expect(straight.code).toBe(0);
    await call(['train', ...options, '--steps', '10', '--out', 'runs/halves']);
    expect((await call(['train', '--out', 'runs/halves', '--resume', '--steps', '20'])).code).toBe(0);
    await call(['train', ...options, '--steps', '20', '--out', 'runs/ahead', '--loader-workers', '3']);
    const model = (run: string) => readFileSync(path(run, 'checkpoints/last/model.safetensors'));
    for (const other of ['runs/halves', 'runs/ahead']) expect(model(other).equals(model('runs/straight'))).toBe(true);
    const evaluated = await call(['eval', 'runs/straight', '--json']);
    expect(JSON.parse(evaluated.stdout).splits[0]).toMatchObject({ split: 'validation' });
  });

  it('prepares with a tokenizer that is learnt already', async () => {
    await call(['tokenizer', 'train', 'rhyme.txt', '--vocabulary', '280', '--out', 'pairs.json']);
    const { stdout, code } = await call(['data', 'prepare', 'rhyme.txt', '--out', 'others', '--tokenizer', 'pairs.json', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ folder: 'others', documents: 1 });
    expect(JSON.parse(readFileSync(path('others/shards.json'), 'utf8')).tokenizer).toEqual(
      JSON.parse(readFileSync(path('pairs.json'), 'utf8')),
    );
  });

  it.each([
    [['tokens', '--tokenizer', 'byte', ...tiny], /\(shards\) brings its own tokenizer.*prattle data prepare/],
    [['tokens', '--tokenizer=bpe', '--vocabulary', '300', ...tiny], /\(shards\) brings its own tokenizer/],
    [['system-configs', '--tokenizer', 'bpe'], /\(system-configs\) is no text/],
  ])('refuses to learn a tokenizer where none is wanted: %s', async (args, message) => {
    const { code, stderr } = await call(['train', ...args, '--out', 'runs/other']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(existsSync(path('runs/other'))).toBe(false);
  });

  it('refuses shards that are damaged, and to write over those that are there', async () => {
    const again = await call(['data', 'prepare', 'rhyme.txt', '--out', 'tokens']);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('There are shards in tokens already')]);
    await call(['data', 'prepare', 'rhyme.txt', '--out', 'cut']);
    truncateSync(path('cut/tokens-00000.bin'), 100);
    const cut = await call(['train', 'cut', '--steps', '2', '--out', 'runs/cut', ...tiny]);
    expect([cut.code, cut.stderr]).toEqual([1, expect.stringContaining('has 100 bytes instead of')]);
    expect(existsSync(path('runs/cut'))).toBe(false);
    rmSync(path('cut'), { recursive: true });
  });

  it.each([
    ['nothing named', ['prepare', 'rhyme.txt'], 2, /where the tokens go/],
    ['a name that nobody knows', ['fetch', 'tinyshakespear'], 1, /Did you mean "tinyshakespeare"/],
    ['a download of what is shipped', ['fetch', 'names'], 1, /comes with Prattle/],
    ['data that is not there', ['show', 'nothing.txt'], 1, /nothing\.txt/],
    ['a mistyped subcommand', ['shwo'], 2, /Did you mean show/],
  ])('refuses %s', async (_, args, code, message) => {
    const outcome = await call(['data', ...args]);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.code).toBe(code);
  });
});
