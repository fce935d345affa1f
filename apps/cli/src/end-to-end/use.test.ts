import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();

beforeAll(async () => {
  writeFileSync(join(folder, 'rhyme.txt'), rhyme);
  await call(['train', 'rhyme.txt', '--steps', '30', '--out', 'run', ...tiny]);
  await call([
    'train',
    'names',
    '--steps',
    '10',
    '--out',
    'words',
    ...tiny.filter((_, index) => index < 6),
    '--batch',
    '4',
    '--eval-batches',
    '2',
  ]);
});

describe('prattle sample', () => {
  it('continues a prompt, the same for the same seed', async () => {
    const sample = (seed: string) => call(['sample', 'run', '--prompt', 'green', '--tokens', '20', '--seed', seed]);
    const [first, again, other] = [await sample('3'), await sample('3'), await sample('4')];
    expect(first.stdout).toMatch(/^green/);
    expect(first.stdout.length).toBeGreaterThan(20);
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
  });

  it('gives several texts as JSON and nothing else', async () => {
    const { stdout } = await call(['sample', 'words', '--count', '3', '--json']);
    expect(JSON.parse(stdout).texts).toHaveLength(3);
  });

  it('goes on from several prompts, ends at a stop text, and never writes what is banned', async () => {
    const { stdout } = await call([
      'sample',
      'run',
      '--prompt',
      'green',
      '--prompt',
      'on',
      '--count',
      '2',
      '--tokens',
      '60',
      '--stop',
      'o',
      '--ban',
      'e',
      '--json',
    ]);
    const { texts } = JSON.parse(stdout) as { texts: { prompt: string; text: string; seed: number }[] };
    expect(texts.map(({ prompt, seed }) => [prompt, seed])).toEqual([
      ['green', 1],
      ['green', 2],
      ['on', 3],
      ['on', 4],
    ]);
    for (const { prompt, text } of texts) expect(text.slice(prompt.length)).not.toMatch(/[oe]/);
  });

  it('says how likely its texts are, and each token of them', async () => {
    const { texts } = JSON.parse((await call(['sample', 'run', '--prompt', 'green', '--tokens', '5', '--logprobs', '2', '--json'])).stdout);
    const [{ text, tokens, logProbability }] = texts;
    // Tokens are shown so that line breaks can be seen.
    const shown = text.slice('green'.length).replaceAll('\n', '\\n');
    expect(tokens.map((token: { text: string }) => token.text).join('')).toBe(shown);
    expect(tokens.reduce((sum: number, token: { logProbability: number }) => sum + token.logProbability, 0)).toBeCloseTo(logProbability, 6);
    for (const { alternatives } of tokens) expect(alternatives).toHaveLength(2);
  });

  it('finds the likeliest text with beams, the same every time', async () => {
    const beams = () => call(['sample', 'run', '--prompt', 'green', '--tokens', '6', '--beams', '4', '--seed', '9']);
    expect((await beams()).stdout).toBe((await beams()).stdout);
  });

  it('compares with the training data: items as wholes, texts by their longest piece', async () => {
    const words = JSON.parse((await call(['sample', 'words', '--count', '4', '--novelty', '--json'])).stdout);
    const { train, heldOut, fresh } = words.novelty.counts;
    expect(train + heldOut + fresh).toBe(4);
    const text = JSON.parse((await call(['sample', 'run', '--prompt', 'green', '--tokens', '40', '--novelty', '--json'])).stdout);
    const { tokens, text: piece } = text.novelty.texts[0].longestMatch;
    expect(rhyme).toContain(piece);
    expect(piece).toHaveLength(tokens);
  });

  it('takes a sampler by name, with its settings', async () => {
    const repetitive = ['sample', 'run', '--prompt', 'green', '--tokens', '30', '--temperature', '0'];
    const { stdout, code } = await call([...repetitive, '--sampler', 'no-repeat-ngram', '--size', '1']);
    expect(code).toBe(0);
    const written = stdout.trimEnd().slice('green'.length);
    expect(new Set(written).size).toBeGreaterThan(new Set((await call(repetitive)).stdout.trimEnd().slice('green'.length)).size);
    expect((await call([...repetitive, '--sampler', 'no-such'])).stderr).toMatch(/no sampler "no-such".*no-repeat-ngram/);
  });

  it('reads the checkpoint that is named', async () => {
    expect(JSON.parse((await call(['sample', 'run', '--checkpoint', 'last', '--json', '--tokens', '1'])).stdout).step).toBe(30);
    const { code, stderr } = await call(['sample', 'run', '--checkpoint', '999']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no checkpoint "999".*It has: best, last/);
  });

  it('names a character that the model never saw', async () => {
    const { code, stderr } = await call(['sample', 'run', '--prompt', 'green Ω']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Ω/);
    expect(stderr).toMatch(/U\+03A9/);
  });
});

describe('prattle eval', () => {
  it('measures the held-out split', async () => {
    const { splits } = JSON.parse((await call(['eval', 'run', '--json'])).stdout);
    expect(splits).toHaveLength(1);
    expect(splits[0]).toMatchObject({ split: 'validation' });
    expect(splits[0].perplexity).toBeCloseTo(Math.exp(splits[0].loss), 6);
    expect(splits[0].bitsPerCharacter).toBeCloseTo(splits[0].loss / Math.LN2, 6);
  });

  it('scores a text that is given', async () => {
    const { tokens, loss, perplexity } = JSON.parse((await call(['eval', 'run', '--text', 'green', '--json'])).stdout);
    expect(tokens.map(({ text }: { text: string }) => text).join('')).toBe('green');
    expect(perplexity).toBeCloseTo(Math.exp(loss), 6);
    expect((await call(['eval', 'run', '--text', 'green'])).stdout).toMatch(/^5 tokens: loss \d/);
  });

  it('measures other data', async () => {
    const { code, stdout } = await call(['eval', 'run', 'rhyme.txt']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/train +\d+ .*\nvalidation/);
  });
});

describe('prattle bench', () => {
  it.each([
    ['muon'],
    ['sgd', '--momentum', '0.9', '--nesterov'],
    ['adamw', '--accumulate', '3', '--clip-value', '0.1', '--label-smoothing', '0.1'],
  ])('finds steps with %s recorded and replayed', async (optimizer, ...flags) => {
    const bench = ['bench', 'train', '--steps', '2', '--json', '--clip', '1', '--dropout', '0.1', ...tiny];
    const { stdout } = await call([...bench, '--optimizer', optimizer, ...flags]);
    expect(JSON.parse(stdout)).toMatchObject({ replayed: true });
  });

  it('prints one JSON object with what scripts rely on', async () => {
    const { stdout } = await call(['bench', 'train', '--steps', '3', '--json', ...tiny]);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'transformer',
      batch: 4,
      context: 16,
      msPerStep: { min: expect.any(Number), median: expect.any(Number), max: expect.any(Number) },
      replayed: expect.any(Boolean),
    });
    const sampled = JSON.parse((await call(['bench', 'sample', '--tokens', '20', '--json', ...tiny])).stdout);
    expect(sampled.tokensPerSecond).toBeGreaterThan(0);
  });
});

describe('prattle backends', () => {
  it('says of each backend whether it is available, and of the others what to do', async () => {
    const { backends } = JSON.parse((await call(['backends', '--json'])).stdout);
    expect(backends.map((backend: { name: string }) => backend.name)).toEqual(expect.arrayContaining(['cpu', 'wasm', 'tfjs-cpu']));
    expect(backends.filter((backend: { auto: boolean }) => backend.auto)).toHaveLength(1);
    for (const { available, reason, remedy } of backends)
      if (!available) expect([reason, remedy]).toEqual([expect.any(String), expect.any(String)]);
  });
});
