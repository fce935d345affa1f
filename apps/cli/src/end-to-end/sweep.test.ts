import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);
writeFileSync(path('rhyme.txt'), rhyme);

const common = ['rhyme.txt', ...tiny, '--steps', '10', '--eval-every', '5'];

describe('prattle sweep', () => {
  it('trains every case, several side by side, puts them beside each other, and goes on where it was', async () => {
    const vary = ['--vary', 'learning-rate=1e-3,3e-2', '--vary', 'seed=1..2'];
    const { code, stdout } = await call(['sweep', ...common, ...vary, '--jobs', '2', '--out', 'sweeps/a']);
    expect(code).toBe(0);
    const [head = '', first = '', second = '', ...more] = stdout.trim().split('\n');
    expect(head.split(/ {2,}/)).toEqual(['learning-rate', 'parameters', 'runs', 'best loss', 'train loss', 'time']);
    expect(first).toMatch(/^3e-2 .*\d\.\d{4} ± \d\.\d{4}/);
    expect(second).toMatch(/^1e-3 /);
    expect(more).toEqual([]);

    // The same as a run by itself.
    await call(['train', ...common, '--learning-rate', '3e-2', '--seed', '2', '--out', 'alone']);
    const model = (run: string) => readFileSync(path(run, 'checkpoints/last/model.safetensors'));
    expect(model('sweeps/a/trial-004').equals(model('alone'))).toBe(true);

    const before = readFileSync(path('sweeps/a/trial-001/result.json'), 'utf8');
    rmSync(path('sweeps/a/trial-002'), { recursive: true });
    const again = await call(['sweep', '--out', 'sweeps/a', '--resume', '--json']);
    expect(again.code).toBe(0);
    const { trials, groups } = JSON.parse(again.stdout);
    expect(trials).toHaveLength(4);
    expect(groups).toHaveLength(2);
    expect(readFileSync(path('sweeps/a/trial-001/result.json'), 'utf8')).toBe(before);
  });

  it('refuses what train does not know, and leaves nothing behind', async () => {
    const { code, stderr } = await call(['sweep', ...common, '--vary', 'learningrat=1,2', '--out', 'sweeps/b']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Trial 1 cannot begin: .*learningrat/);
    expect(existsSync(path('sweeps/b'))).toBe(false);
    expect((await call(['sweep', ...common, '--out', 'sweeps/c'])).stderr).toContain('Nothing varies');
  });
});
