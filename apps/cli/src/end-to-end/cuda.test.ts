import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { commandLine, rhyme, trainingState } from './cli.js';

const { call, folder } = commandLine();
const path = (...parts: string[]) => join(folder, ...parts);
writeFileSync(path('rhyme.txt'), rhyme);

/** The driver that runs kernels on the CPU, thread by thread, in place of NVIDIA's. */
const driver = fileURLToPath(new URL('../../../../packages/backend-cuda/build/libcuda-emulated.so', import.meta.url));
const environment = (more: Readonly<Record<string, string>> = {}) => ({ PRATTLE_CUDA_DRIVER: driver, ...more });

const model = ['--layers', '1', '--heads', '1', '--width', '8', '--context', '4', '--batch', '1', '--eval-batches', '1'];
const train = ['train', 'rhyme.txt', ...model, '--eval-every', '2', '--backend', 'cuda'];

/** A kernel in the middle of a step, somewhere behind those that restore a checkpoint. */
const FAILING = '40';

describe('an emulated GPU', { timeout: 300_000 }, () => {
  beforeEach((context) => {
    if (!existsSync(driver)) context.skip('the emulated driver is built where there is a C++ compiler');
  });

  it('is shown among the backends, and never taken by itself', async () => {
    const { stdout } = await call(['backends', '--json'], { env: environment() });
    const { backends } = JSON.parse(stdout) as { backends: { name: string; auto: boolean; available: boolean; device?: string }[] };
    expect(backends.find(({ name }) => name === 'cuda')).toMatchObject({ available: true, auto: false, device: /^Emulated device/ });
  });

  it('that is lost ends the run, names the kernel, and leaves the last checkpoint to go on from', async () => {
    expect(await call([...train, '--steps', '2', '--out', 'lost'], { env: environment() })).toMatchObject({ code: 0 });
    const saved = () => readFileSync(path('lost', 'checkpoints', 'last', 'training.safetensors'));
    const before = saved();
    const goOn = ['train', '--out', 'lost', '--resume', '--steps', '4'];

    const lost = await call([...goOn, '--synchronous'], { env: environment({ PRATTLE_EMULATED_CUDA_FAIL_AT: FAILING }) });
    expect(lost.code).toBe(1);
    expect(lost.stderr).toMatch(/^\[prattle\/backend-cuda\] The GPU failed: launching prattle_\w+ .*CUDA_ERROR_LAUNCH_FAILED.*--resume/m);
    expect(saved().equals(before)).toBe(true);

    expect(await call(goOn, { env: environment() })).toMatchObject({ code: 0 });
    expect(await call([...train, '--steps', '4', '--out', 'whole'], { env: environment() })).toMatchObject({ code: 0 });
    const state = (run: string) => trainingState(path(run, 'checkpoints', 'last', 'training.safetensors'));
    expect(state('lost').tensors).toEqual(state('whole').tensors);
  });

  it('reads a run with the precision that is asked for', async () => {
    // Eight rows and fewer are multiplied in float32 whatever is asked for.
    expect(await call([...train, '--batch', '4', '--steps', '2', '--out', 'read'], { env: environment() })).toMatchObject({ code: 0 });
    const lossWith = async (...precision: string[]) => {
      const { stdout } = await call(['eval', 'read', '--backend', 'cuda', '--json', ...precision], { env: environment() });
      const { splits } = JSON.parse(stdout) as { readonly splits: readonly { readonly loss: number }[] };
      return splits[0]?.loss ?? Number.NaN;
    };
    const [exact, rounded] = [await lossWith(), await lossWith('--precision', 'bf16')];
    expect(rounded).not.toBe(exact);
    expect(Math.abs(rounded - exact)).toBeLessThan(0.02);
  });

  it('that is lost in a recorded step says so: its kernels run as one graph', async () => {
    const env = environment({ PRATTLE_EMULATED_CUDA_FAIL_AT: '400' });
    const { code, stderr } = await call([...train, '--steps', '20', '--eval-every', '100', '--out', 'graph'], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/running a recorded step failed: .*last launched: a recorded step, prattle_\w+/);
  });

  it('with too little memory says what was asked for, and what takes most', async () => {
    const small = environment({ PRATTLE_EMULATED_CUDA_MEMORY: '600000' });
    const { code, stderr } = await call([...train, '--steps', '2', '--width', '64', '--out', 'large'], { env: small });
    expect(code).toBe(1);
    expect(stderr).toMatch(/no memory left: .* were asked for, .* are free; most is held: .* by \d+ of float32 \[.*--batch/);
  });
});

it('a GPU with a precision is asked for where there is none: the refusal says who has it', async () => {
  const refused = await call(['train', 'rhyme.txt', ...model, '--backend', 'tfjs-cpu', '--precision', 'bf16', '--out', 'refused']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(
    'The backend "tfjs-cpu" has no setting "precision". Leave --precision out, or choose a backend that has it: cuda.',
  );
  expect(existsSync(path('refused'))).toBe(false);
  for (const command of [
    ['train', 'rhyme.txt'],
    ['sample', 'refused'],
    ['serve', 'refused'],
  ]) {
    expect((await call([...command, '--precision', 'half'])).stderr).toContain('It must be one of float32, tf32, bf16');
  }
});
