import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const file = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(async () => {
  writeFileSync(join(folder, 'rhyme.txt'), rhyme);
  await call(['train', 'rhyme.txt', '--steps', '20', '--out', 'a', ...tiny]);
  await call(['train', 'rhyme.txt', '--steps', '20', '--seed', '2', '--learning-rate', '0.01', '--out', 'b', ...tiny]);
});

describe('prattle inspect', () => {
  it('shows parameters, gradients, activations, surprisal and a verdict', async () => {
    const { code, stdout } = await call(['inspect', 'a']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a\/checkpoints\/best +transformer on rhyme\.txt, step \d+/);
    expect(stdout).toMatch(/Healthy: nothing looks wrong/);
    expect(stdout).toMatch(/parameter +shape +bytes +mean +dev +norm +zeros +grad +silent +upd\/weight/);
    expect(stdout).toMatch(/activation +shape/);
    expect(stdout).toMatch(/bits a token on average/);
  });

  it('shows what it makes of a text, as JSON and nothing else', async () => {
    const { stdout } = await call(['inspect', 'a', '--text', 'green', '--json']);
    const { sequence, gradients, updates, health, embedding } = JSON.parse(stdout);
    expect(sequence.surprisals.map(({ text }: { text: string }) => text).join('')).toBe('green');
    expect(sequence.attention.length).toBeGreaterThan(0);
    expect(gradients.batches).toBe(3);
    expect(updates.length).toBe(gradients.parameters.length);
    expect(health).toEqual({ healthy: true, findings: [] });
    expect(embedding.neighbours[0].nearest).toHaveLength(5);
  });

  it('writes a page and pictures', async () => {
    const { code } = await call(['inspect', 'a', '--html', 'a.html', '--pictures', 'pictures']);
    expect(code).toBe(0);
    expect(file('a.html')).toMatch(/^<!doctype html>/);
    expect(file('a.html')).not.toMatch(/<script|<link|src=/);
    const pictures = readdirSync(join(folder, 'pictures'));
    expect(pictures).toEqual(expect.arrayContaining(['gradients.svg', 'updates.svg', 'embedding.svg', 'surprisal.svg']));
    for (const picture of pictures) expect(file(`pictures/${picture}`)).toMatch(/^<svg xmlns=/);
  });

  it('compares two runs: settings and tensors', async () => {
    const { stdout } = await call(['inspect', 'a', 'b']);
    expect(stdout).toMatch(/training\.learningRate +0\.001 +0\.01/);
    expect(stdout).toMatch(/parameter +shape +change\/norm +largest +cosine/);
    const { parameters } = JSON.parse((await call(['inspect', 'a', 'a', '--json'])).stdout);
    expect(parameters.every(({ status }: { status: string }) => status === 'same')).toBe(true);
  });

  it('does without the data when that is gone, and says so', async () => {
    const moved = await call(['train', 'rhyme.txt', '--steps', '2', '--out', 'c', ...tiny]);
    expect(moved.code).toBe(0);
    const spec = JSON.parse(file('c/run.json'));
    expect(spec.dataset.paths).toHaveLength(1);
    writeFileSync(join(folder, 'rhyme.txt'), '');
    const { code, stdout } = await call(['inspect', 'c']);
    writeFileSync(join(folder, 'rhyme.txt'), rhyme);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Its data could not be read, so gradients and activations are not shown/);
  });

  it('refuses what it cannot do before it writes anything', async () => {
    const format = await call(['inspect', 'a', '--format', 'gif', '--html', 'no.html']);
    expect([format.code, format.stderr]).toEqual([2, expect.stringMatching(/"--format" is "gif". It must be svg or png/)]);
    expect(existsSync(join(folder, 'no.html'))).toBe(false);
    expect((await call(['inspect', 'nowhere'])).code).toBe(1);
  });
});
