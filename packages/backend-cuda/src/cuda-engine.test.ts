import { describe, expect, it } from 'vitest';
import type { AddonEngine } from './addon/cuda-addon.js';
import { CudaEngine } from './cuda-engine.js';

const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

/** A device whose next answers are these errors, and which then answers. */
function device(...errors: Error[]): { readonly engine: CudaEngine; readonly asked: string[] } {
  const asked: string[] = [];
  const answer = (name: string) => () => {
    asked.push(name);
    const error = errors.shift();
    if (error) throw error;
    return 64;
  };
  const names = ['allocate', 'release', 'upload', 'download', 'execute', 'capture', 'runCaptured', 'releaseCaptured', 'close'];
  const addon = {
    ...Object.fromEntries(names.map((name) => [name, answer(name)])),
    downloadLater: async () => answer('downloadLater')(),
  } as unknown as AddonEngine;
  return { engine: new CudaEngine(addon), asked };
}

it('runs no graphs when every kernel is to be waited for', () => {
  expect(new CudaEngine({} as AddonEngine, { synchronous: true }).capture).toBeUndefined();
  expect(new CudaEngine({} as AddonEngine).capture).toBeDefined();
});

describe('an error of the device', () => {
  it('says what to do when memory is short, and the device goes on', () => {
    const { engine } = device(failure('out-of-memory', '5 MB were asked for, 1 MB of 8 MB are free'));
    expect(() => engine.allocate(5e6)).toThrow(
      /The GPU has no memory left: 5 MB were asked for, 1 MB of 8 MB are free\. Take a smaller batch/,
    );
    expect(engine.allocate(8)).toEqual({ bytes: 8, address: 64 });
  });

  it('stays the one that it was first, and nothing is asked of a lost device any more', () => {
    const { engine, asked } = device(failure('device-failed', 'waiting failed; last launched: prattle_combine'));
    const graph = () => engine.capture?.(new Float64Array(2));
    expect(() => engine.execute(new Float64Array(4), 4)).toThrow(/The GPU failed: .*prattle_combine\. .*--resume.*--synchronous/);
    expect(() => engine.transfers.download(64, 4)).toThrow(/prattle_combine/);
    expect(graph).toThrow(/prattle_combine/);
    engine.release({ bytes: 4, address: 64 });
    engine.close();
    expect(asked).toEqual(['execute', 'close']);
  });

  it('that comes late is told by the promise', async () => {
    const { engine } = device(failure('device-failed', 'copying failed'));
    await expect(engine.transfers.downloadLater(64, 4)).rejects.toMatchObject({ code: 'device-failed', package: 'backend-cuda' });
    expect(() => engine.allocate(4)).toThrow(/copying failed/);
  });

  it('while letting go is told by what comes next', () => {
    const { engine } = device(failure('device-failed', 'releasing memory failed'));
    engine.release({ bytes: 4, address: 64 });
    expect(() => engine.execute(new Float64Array(2), 2)).toThrow(/releasing memory failed/);
  });

  it('of our own making says so', () => {
    const { engine } = device(failure('internal', 'gemm has a wrong number of arguments'));
    expect(() => engine.execute(new Float64Array(2), 2)).toThrow(/This is a bug in Prattle/);
  });
});
