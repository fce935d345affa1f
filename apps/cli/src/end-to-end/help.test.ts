import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands/index.js';
import { commandLine } from './cli.js';

const { call } = commandLine();
const program = fileURLToPath(new URL('../../bin/prattle.js', import.meta.url));

describe('help', () => {
  it.each(commands.map(({ name }) => name))('of %s has examples, fits 80 columns, and is nothing but standard output', async (name) => {
    const { code, stdout, stderr } = await call([name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Usage: prattle ${name}`);
    expect(stdout).toMatch(/\nExamples:\n {2}\S/);
    expect(stdout).not.toContain('\u001b[');
    const explained = stdout.slice(0, stdout.indexOf('\nExamples:'));
    expect(explained.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('that was printed by the build is what the command prints', async () => {
    // One more word, and the page is made anew.
    const [built, made] = [await call(['chat', '--help']), await call(['chat', '--verbose', '--help'])];
    expect(made.stdout).toBe(built.stdout);
  });

  it('lists every command', async () => {
    const { stdout } = await call([]);
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`\\n {2}${name}\\b.*${summary.slice(0, 12)}`));
    expect(stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted');
  });

  it('answers within 150 ms of what Node itself takes', () => {
    // A busy machine makes anything slow now and then: the best of several tries counts.
    const bare = fastest(['-e', '0']);
    for (const name of ['train', 'chat']) expect(fastest([program, name, '--help'], bare + 150) - bare, name).toBeLessThan(150);
  });
});

/** Milliseconds of the fastest of a dozen runs, or of the first that is fast enough. */
function fastest(args: readonly string[], enough = 0): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 12 && best > enough; round++) {
    const started = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
