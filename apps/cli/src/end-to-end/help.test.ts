import { spawnSync } from 'node:child_process';
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
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('takes less than 150 ms of computing beyond what Node itself takes', () => {
    const bare = computing(['-e', '0']);
    for (const name of ['train', 'chat']) expect(computing([program, name, '--help']) - bare, name).toBeLessThan(150);
  });
});

/** At exit a process says what it has computed, in microseconds: other than the clock that does not depend on what else runs. */
const METER =
  'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write("\\n"+(user+system))})';

/** Milliseconds of computing, the least of five runs. */
function computing(args: readonly string[]): number {
  const runs = Array.from({ length: 5 }, () => spawnSync(process.execPath, ['--import', METER, ...args], { encoding: 'utf8' }));
  return Math.min(...runs.map(({ stderr }) => Number(stderr.split('\n').at(-1)) / 1000));
}
