import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from './cli.js';

const { call, folder } = commandLine();
const file = (name: string) => readFileSync(join(folder, name), 'utf8');
const train = (out: string, seed: string, ...more: string[]) =>
  call([
    'train',
    'names',
    '--model',
    'gru',
    '--preset',
    'words',
    '--steps',
    '40',
    '--eval-every',
    '20',
    '--eval-batches',
    '2',
    '--seed',
    seed,
    '--out',
    out,
    ...more,
  ]);

beforeAll(async () => {
  for (const seed of ['1', '2', '3']) await train(`runs/${seed}`, seed);
});

describe('prattle report', () => {
  it('shows a run and writes its page', async () => {
    const { code, stdout, stderr } = await call(['report', 'runs/1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/run +model +data +params +steps/);
    expect(stdout).toMatch(/gru words +names/);
    expect(stdout).toMatch(/\d+ of 20 are in the training set, \d+ in the held-out set, \d+ are new/);
    expect(stderr).toMatch(/Wrote runs\/1\/report\.html/);
    const html = file('runs/1/report.html');
    for (const part of ['Loss (nats)', 'Learning rate', 'Throughput', 'Samples', 'All ', 'in the training set'])
      expect(html).toContain(part);
    expect(html).not.toMatch(/<script|<link|src=/);
  });

  it('finds a run normal whose preset has a band, and one that is not', async () => {
    const [normal] = JSON.parse((await call(['report', 'runs/1', '--json', '--no-samples'])).stdout);
    expect(normal.normal).toMatchObject({ verdict: 'inside', preset: 'words', causes: [] });
    const trained = await train('runs/wild', '1', '--learning-rate', '1');
    expect(trained.stdout).toMatch(/Is this normal\? No: at step \d+/);
    expect(trained.stdout).toMatch(/prattle report runs\/wild +all about it, as a page/);
    const { stdout } = await call(['report', 'runs/wild', '--no-samples']);
    expect(stdout).toMatch(/No: at step \d+ its loss is/);
    expect(stdout).toMatch(/learningRate is 1 instead of 0\.0005: probably too high/);
  });

  it('shows several runs over each other, as a page or a picture', async () => {
    const { stdout } = await call(['report', 'runs/1', 'runs/2', '--out', 'both.html']);
    expect(stdout).toMatch(/^1 +gru words/m);
    expect(file('both.html')).toMatch(/training\.seed/);
    await call(['report', 'runs/1', 'runs/2', '--out', 'both.svg']);
    expect(file('both.svg')).toMatch(/^<svg xmlns=/);
    await call(['report', 'runs/1', '--out', 'one.png', '--no-samples']);
    expect(readFileSync(join(folder, 'one.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('records a band from runs that differ in their seed only', async () => {
    const { code, stderr } = await call(['report', 'runs/1', 'runs/2', 'runs/3', '--band', 'bands.json']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/a band of 3 runs up to step 40/)]);
    const { words } = JSON.parse(file('bands.json'));
    expect(words).toMatchObject({ data: 'names', seeds: [1, 2, 3], settings: { training: { learningRate: 5e-4 } } });
    expect(words.points.at(-1).step).toBe(40);
    const refused = await call(['report', 'runs/1', 'runs/2', 'runs/2', '--band', 'again.json']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/the same seed/)]);
    expect(existsSync(join(folder, 'again.json'))).toBe(false);
  });

  it('shows a sweep: the table, the page, the picture', async () => {
    const settings = ['--model', 'gru', '--preset', 'words', '--steps', '4', '--eval-every', '2', '--eval-batches', '1'];
    await call(['sweep', 'names', ...settings, '--vary', 'learning-rate=1e-4,1e-2', '--out', 'sweeps/a']);
    const { code, stdout } = await call(['report', 'sweeps/a']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/learning-rate +parameters +best loss/);
    expect(stdout.indexOf('1e-2')).toBeLessThan(stdout.indexOf('1e-4'));
    const html = file('sweeps/a/report.html');
    for (const part of ['Best loss by learning-rate', '>1e-2</text>', 'Training loss']) expect(html).toContain(part);
    const { groups, missing } = JSON.parse((await call(['report', 'sweeps/a', '--json', '--out', 'sweep.svg'])).stdout);
    expect([groups.length, missing]).toEqual([2, 0]);
    expect(file('sweep.svg')).toMatch(/^<svg xmlns=/);
  });

  it('is also called plot', async () => {
    expect((await call(['plot', 'runs/1', '--no-samples'])).stdout).toMatch(/gru words +names/);
  });

  it('names what it cannot read or write', async () => {
    const nowhere = await call(['report', 'nowhere']);
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringMatching(/no run in nowhere/)]);
    const odd = await call(['report', 'runs/1', '--out', 'a.pdf']);
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringMatching(/ends in \.html, \.svg or \.png/)]);
  });
});
