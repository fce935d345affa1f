import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors } from '@prattle/checkpoint';
import { describe, expect, it } from 'vitest';
import { commandLine, rhyme, tiny } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);
writeFileSync(path('rhyme.txt'), rhyme);

const parametersOf = (run: string) => {
  const file = path(run, 'checkpoints/last/model.safetensors');
  return readSafetensors(readFileSync(file), file).tensors;
};
const specOf = (run: string) => JSON.parse(readFileSync(path(run, 'run.json'), 'utf8'));

describe('prattle train', () => {
  it('knows the names of nanoGPT and Transformers, lengths in epochs, and a batch that fits', async () => {
    const names = ['--gradient_accumulation_steps', '2', '--lr_decay_iters', '9', '--warmup_ratio', '0.5', '--max_grad_norm', '1'];
    const lengths = ['--num_train_epochs', '2', '--steps-per-epoch', '3', '--checkpoint-epochs', '1', '--batch', 'auto'];
    const { code, stdout, stderr } = await call(['train', 'rhyme.txt', ...tiny.slice(0, 8), ...names, ...lengths, '--out_dir=runs/a']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/Memory: about .*parameters .*activations/);
    const { training } = specOf('runs/a');
    expect(training).toMatchObject({
      accumulate: 2,
      decayEnd: 9,
      warmupShare: 0.5,
      clip: 1,
      steps: 6,
      checkpointEvery: 3,
      autoBatch: false,
    });
    expect(Math.log2(training.batch) % 1).toBe(0);
    expect(readdirSync(path('runs/a/checkpoints'))).toEqual(['best', 'last', 'step-3', 'step-6']);
    const more = await call(['train', '--out', 'runs/a', '--resume', '--epochs', '3']);
    expect(more.code).toBe(0);
    expect(specOf('runs/a').training.steps).toBe(9);
  });

  it('refuses a run that does not fit, naming what is too much, before it writes anything', async () => {
    const { code, stderr } = await call(['train', 'rhyme.txt', '--width', '64', '--batch', '100000000', '--out', 'runs/huge']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/the activations do not fit any more\. Use --batch \d+/);
    expect(existsSync(path('runs/huge'))).toBe(false);
  });

  it('fine-tunes with frozen parameters, listens with plugins, and replays itself', async () => {
    await call(['train', 'rhyme.txt', ...tiny, '--steps', '6', '--out', 'runs/base']);
    writeFileSync(
      path('listener.mjs'),
      `import { writeFileSync } from 'node:fs';
      const config = { settings: {}, parse: () => ({}) };
      const create = () => (event, { stop }) => { if (event.type === 'step' && event.step === 4) { writeFileSync('heard', String(event.loss)); stop(); } };
      export default () => ({ name: 'mine', callbacks: [{ name: 'listener', summary: 'Stops at 4', config, create }] });`,
    );
    const tuned = await call([
      ...['train', 'rhyme.txt', '--from', 'runs/base', '--freeze', 'transformer.wte.weight', '--steps', '20', '--batch', '4'],
      ...['--checkpoint-every', '2', '--callback', './listener.mjs', '--callback', 'csv', '--out', 'runs/tuned'],
    ]);
    expect(tuned.stderr).toBe('');
    expect(existsSync(path('heard'))).toBe(true);
    expect(readFileSync(path('runs/tuned/metrics.csv'), 'utf8').trim().split('\n').at(-1)).toMatch(/^4,/);
    const [base, after] = [parametersOf('runs/base'), parametersOf('runs/tuned')];
    expect(after.get('transformer.wte.weight')).toEqual(base.get('transformer.wte.weight'));
    expect(after.get('transformer.ln_f.weight')).not.toEqual(base.get('transformer.ln_f.weight'));
    expect((await call(['train', 'rhyme.txt', '--from', 'runs/base', '--model', 'gru'])).stderr).toContain('is a transformer, not a gru');

    const verified = await call(['train', '--out', 'runs/tuned', '--resume', '--verify', '2']);
    expect(verified.stdout).toMatch(/Replayed 2 steps after step 2: .* the same, bit for bit/);
    expect((await call(['train', 'rhyme.txt', '--verify', '2'])).stderr).toContain('Add --resume');
  });
});
