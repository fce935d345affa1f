import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from './cli.js';

const { call, folder } = commandLine();

describe('prattle reproduce', () => {
  it('lists the recorded experiments with their cases', async () => {
    const { experiments } = JSON.parse((await call(['reproduce', '--json'])).stdout);
    const names = experiments.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['nanogpt-notebook', 'makemore-names', 'tiny-chat', 'mini-rlm', 'word-report']);
    for (const { summary, source, cases } of experiments) {
      expect([summary, source].every((text) => text.length > 10)).toBe(true);
      expect(cases.length).toBeGreaterThan(0);
    }
  });

  it('runs one on embedded data, compares, and keeps the result in a page', async () => {
    const { code, stdout } = await call(['reproduce', 'word-report', '--case', 'rnn', '--steps', '5', '--json', '--write', 'results.md']);
    const { blocks, holds } = JSON.parse(stdout);
    const sizes = blocks.find(({ type }: { type: string }) => type === 'comparisons');
    expect(sizes.comparisons).toMatchObject([{ ours: 11803, recorded: 11803, difference: 0, holds: true }]);
    expect([code, holds]).toEqual([0, true]);
    const page = readFileSync(join(folder, 'results.md'), 'utf8');
    expect(page).toContain('`prattle reproduce word-report --case rnn --steps 5`');
    expect(page).toContain('| parameters of the rnn | 11803 | 11803 | 0 | none | ✓ |');
  });

  it('fails when a number is not reproduced', async () => {
    const { code, stdout } = await call(['reproduce', 'mini-rlm', '--case', 'regressor', '--steps', '1']);
    expect(code).toBe(1);
    expect(stdout).toContain('mini-rlm: 0 of 4 recorded numbers reproduced.');
  });

  it.each([
    [['reproduce', 'word-reports'], /no recorded experiment "word-reports".*word-report/],
    [['reproduce', 'word-report', '--case', 'lstm'], /no case "lstm".*rnn/],
  ])('says what there is instead of %j', async (args, message) => {
    const { code, stderr } = await call(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
