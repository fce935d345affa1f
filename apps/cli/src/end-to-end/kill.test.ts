import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { commandLine, program, rhyme, tiny, trainingState } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);
writeFileSync(path('rhyme.txt'), rhyme);
writeFileSync(
  path('prices.csv'),
  `size,rooms,price\n${Array.from({ length: 90 }, (_, i) => `${i},${i % 7},${3 * i - (i % 7)}`).join('\n')}\n`,
);

/** Steps between checkpoints, and so about what a killed session adds. */
const EVERY = 20;

/** Every optimiser, schedule and kind of data at least once. */
const runs: readonly { readonly name: string; readonly flags: readonly string[] }[] = [
  {
    name: 'words, Muon with averaged weights, stable and then falling',
    flags: [
      'names',
      ...tiny,
      '--context',
      '16',
      '--optimizer',
      'muon',
      '--average-decay',
      '0.9',
      '--schedule',
      'wsd',
      '--dropout',
      '0.2',
      '--clip',
      '1',
    ],
  },
  {
    name: 'text, SGD with Nesterov, accumulated, warm-up and then plateaus',
    flags: [
      'rhyme.txt',
      ...tiny,
      '--optimizer',
      'sgd',
      '--momentum',
      '0.9',
      '--nesterov',
      '--accumulate',
      '2',
      '--warmup',
      '30',
      '--plateau-patience',
      '1',
    ],
  },
  {
    name: 'text through a GRU that carries its state, AdamW on a cosine',
    flags: [
      'rhyme.txt',
      '--model',
      'gru',
      '--hidden',
      '16',
      '--context',
      '16',
      '--batch',
      '4',
      '--carry-state',
      '--schedule',
      'cosine',
      '--decay-matrices-only',
    ],
  },
  {
    name: 'a table, Adam, one cycle, clipped by value',
    flags: ['prices.csv', '--target', 'price', '--batch', '8', '--optimizer', 'adam', '--schedule', 'one-cycle', '--clip-value', '0.5'],
  },
  {
    name: 'dialogs, label smoothing, a line down',
    flags: [
      'chat',
      '--model',
      'transformer',
      '--layers',
      '1',
      '--width',
      '16',
      '--heads',
      '2',
      '--batch',
      '4',
      '--label-smoothing',
      '0.1',
      '--schedule',
      'linear',
    ],
  },
];

const long = process.env.PRATTLE_TEST_LONG === '1';
/** Fifty kills in all when there is time. */
const plan = long ? runs.map((run) => ({ ...run, kills: 10 })) : runs.slice(0, 1).map((run) => ({ ...run, kills: 3 }));

describe('training that is killed', () => {
  it.each(plan)(
    'ends with the bytes of a run that never was: $name ($kills times)',
    async ({ name, flags, kills }) => {
      const random = createRandom('philox', name.length);
      const steps = String((3 * kills + 2) * EVERY);
      const settings = [...flags, '--seed', '5', '--eval-every', '25', '--checkpoint-every', String(EVERY), '--steps', steps];
      const [straight, killed] = [`straight-${name.length}`, `killed-${name.length}`];
      const whole = await call(['train', ...settings, '--out', straight, '--json']);
      expect(whole.stderr).toBe('');
      for (let kill = 0; kill < kills; kill++) {
        const begun = existsSync(path(killed, 'checkpoints'));
        const args = begun ? ['--out', killed, '--resume'] : [...settings, '--out', killed];
        const [moment = 0] = random.integers(1, 0, 3 * EVERY);
        // In turn: anywhere in the training, and while a checkpoint is being written.
        const drafts = kill % 2 === 0 ? undefined : [path(killed, 'checkpoints/.last.new'), path(killed, 'checkpoints/.best.new')];
        await killAt(['train', ...args, '--json'], moment, drafts);
      }
      const last = await call(['train', '--out', killed, '--resume', '--json']);
      expect(last.stderr).toBe('');
      expect(last.code).toBe(0);
      const model = (run: string) => readFileSync(path(run, 'checkpoints/last/model.safetensors'));
      expect(model(killed).equals(model(straight))).toBe(true);
      const states = [killed, straight].map((run) => trainingState(path(run, 'checkpoints/last/training.safetensors')));
      expect(states[0]).toEqual(states[1]);
    },
    long ? 600_000 : 120_000,
  );
});

/**
 * Kills a training with SIGKILL: after so many steps, or, where drafts of checkpoints are named, as soon as one is seen
 * after that many more.
 */
function killAt(args: readonly string[], steps: number, drafts: readonly string[] | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let seen = 0;
    const watch = setInterval(() => {
      if (seen >= Math.min(steps, EVERY) && drafts?.some(existsSync)) child.kill('SIGKILL');
    }, 0);
    child.stdout.on('data', (data: Buffer) => {
      seen += data.toString().split('"type":"step"').length - 1;
      if (drafts === undefined && seen >= steps) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_, signal) => {
      clearInterval(watch);
      // A run that is over before it could be killed would prove nothing.
      if (signal === 'SIGKILL') resolve();
      else reject(new Error('The run ended before it was killed.'));
    });
  });
}
