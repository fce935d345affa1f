import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();

describe('prattle plan', () => {
  it('writes a run that can be trained, and training says how far off it was', async () => {
    writeFileSync(join(folder, 'rhyme.txt'), rhyme);
    const planned = await call(['plan', 'rhyme.txt', '--minutes', '0.02', '--measure-seconds', '0.5', '--json', ...tiny]);
    expect([planned.code, planned.stderr]).toEqual([0, expect.not.stringContaining('[prattle/')]);
    const { candidates, machine, file } = JSON.parse(planned.stdout);
    expect([file, machine.cores > 0, candidates.length]).toEqual(['run.json', true, 1]);
    expect(candidates[0]).toMatchObject({ model: 'transformer', chosen: true, fitsMemory: true, batch: 4, context: 16 });
    expect(candidates[0].expected.seconds).toBeLessThan(1.21);

    const { training, expected } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
    expect(training.steps).toBe(candidates[0].steps);
    const trained = await call(['train', '--config', 'run.json', '--out', 'planned']);
    expect(trained.code).toBe(0);
    expect(trained.stdout).toMatch(/The plan said 0:0\d: it took .*\. It expected a loss near [\d.]+: it is [\d.]+\./);
    expect(JSON.parse(readFileSync(join(folder, 'planned/run.json'), 'utf8')).expected).toEqual(expected);
    // What was predicted of other settings does not hold.
    await call(['train', '--config', 'run.json', '--steps', '3', '--out', 'other']);
    expect(JSON.parse(readFileSync(join(folder, 'other/run.json'), 'utf8')).expected).toBeUndefined();
  });

  it('needs to know of what, where there is nobody to ask', async () => {
    const { code, stdout, stderr } = await call(['plan']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no data');
  });
});

describe('prattle completion', () => {
  it('knows every command and its flags', async () => {
    const { stdout } = await call(['completion', 'bash']);
    expect(stdout).toMatch(/train\) words=".*--learning-rate.*"/);
    expect(stdout).toMatch(/--model\) words=".*transformer.*"/);
    const wrong = await call(['completion', 'bahs']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean "bash"?')]);
  });
});
