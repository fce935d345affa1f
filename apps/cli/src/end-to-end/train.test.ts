import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny, trainingState } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);
writeFileSync(path('rhyme.txt'), rhyme);

describe('prattle train', () => {
  it('trains on a file, shows the curve and says where the run is', async () => {
    const { code, stdout, stderr } = await call(['train', 'rhyme.txt', '--steps', '30', ...tiny]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('● validation loss');
    expect(stdout).toContain('Done: 30 steps');
    expect(stdout).toContain('prattle sample runs/rhyme');
    const losses = readFileSync(path('runs/rhyme/metrics.jsonl'), 'utf8').trim().split('\n');
    expect(losses.map((line) => JSON.parse(line).type).filter((type) => type === 'step')).toHaveLength(30);
  });

  it('trains on standard input and speaks JSON', async () => {
    const { code, stdout } = await call(['train', '-', '--steps', '5', '--json', ...tiny], { input: rhyme });
    expect(code).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ type: 'start', steps: 5 });
    expect(events.at(-1)).toMatchObject({ type: 'summary', run: 'runs/stdin', step: 5, reason: 'finished' });
  });

  it('resumed after 20 of 40 steps ends with the bytes of 40 steps straight', async () => {
    const options = ['rhyme.txt', '--seed', '7', '--dropout', '0.1', '--eval-every', '10', ...tiny];
    await call(['train', ...options, '--steps', '40', '--out', 'runs/straight']);
    await call(['train', ...options, '--steps', '20', '--out', 'runs/halves']);
    const { code } = await call(['train', '--out', 'runs/halves', '--resume', '--steps', '40', '--threads', '1']);
    expect(code).toBe(0);
    const model = (run: string) => readFileSync(path(run, 'checkpoints/last/model.safetensors'));
    expect(model('runs/halves').equals(model('runs/straight'))).toBe(true);
    const [straight, halves] = ['runs/straight', 'runs/halves'].map((run) =>
      trainingState(path(run, 'checkpoints/last/training.safetensors')),
    );
    expect(halves).toEqual(straight);
  });

  it('saves on Ctrl-C, exits with 130 and goes on from there', async () => {
    let sent = false;
    const interrupted = await call(['train', 'rhyme.txt', '--steps', '100000', '--out', 'runs/long', '--json', ...tiny], {
      watch(stdout, kill) {
        if (sent || !stdout.includes('"type":"step"')) return;
        sent = true;
        kill('SIGINT');
      },
    });
    expect(interrupted.code).toBe(130);
    const done = JSON.parse(interrupted.stdout.trim().split('\n').at(-1) ?? '');
    expect(done).toMatchObject({ reason: 'interrupted' });
    const resumed = await call(['train', '--out', 'runs/long', '--resume', '--steps', String(done.step + 3), '--json']);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout.split('\n')[0] ?? '')).toMatchObject({ type: 'start', step: done.step });
  });

  it('keeps a run that is there', async () => {
    const again = await call(['train', 'rhyme.txt', '--steps', '5', '--out', 'runs/rhyme', ...tiny]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('--resume');
  });
});
