import { type Available, type Backend, type BackendPlugin, choice, createRegistry, defineConfig, type Unavailable } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { openBackend } from './backend.js';
import { resolveRun } from './resolve.js';
import { registry as builtIn, tinyRequest } from './test/runs.js';

const available = (priority?: number): Available => ({
  available: true,
  device: 'here',
  details: {},
  ...(priority !== undefined && { priority }),
});
const missing: Unavailable = { available: false, reason: 'It is not here', remedy: 'Look elsewhere.' };

/** Backends that open as nothing but their name. */
function registryOf(...backends: readonly (readonly [name: string, priority: number, probe: Available | Unavailable])[]) {
  const plugins = backends.map(([name, priority, probe]): BackendPlugin => {
    return { name, summary: name, priority, probe: async () => probe, open: async () => ({ name }) as Backend };
  });
  return createRegistry([{ name: 'test', backends: plugins }]);
}

it('auto takes the available backend with the highest priority', async () => {
  const registry = registryOf(['slow', 1, available()], ['fast', 9, available()], ['absent', 20, missing]);
  expect((await openBackend(registry)).name).toBe('fast');
});

it('auto believes a probe that lowers its backend’s priority', async () => {
  const registry = registryOf(['gpu', 9, available(2)], ['cpu', 5, available()], ['last', 1, available()]);
  expect((await openBackend(registry)).name).toBe('cpu');
  expect((await openBackend(registryOf(['gpu', 9, available(2)], ['last', 1, available()]))).name).toBe('gpu');
});

it('says of every backend why it cannot be taken', async () => {
  await expect(openBackend(registryOf(['absent', 20, missing]))).rejects.toThrow('absent: It is not here');
});

describe('settings of a backend', () => {
  const config = defineConfig({
    precision: choice(['float32', 'bf16'], { default: 'float32', describe: 'Numbers that products are computed with' }),
  });
  const gpu = (probe: Available | Unavailable, name = 'gpu'): BackendPlugin => ({
    name,
    summary: 'with settings',
    priority: 9,
    config,
    probe: async () => probe,
    open: async (options) => ({ name, details: options }) as unknown as Backend,
  });
  const { config: _, ...cpu }: BackendPlugin = { ...gpu(available(), 'cpu'), priority: 20 };
  const both = createRegistry([{ name: 'test', backends: [gpu(available()), cpu] }]);

  it('are filled in, checked, and opened with', async () => {
    expect((await openBackend(both, 'gpu', { threads: 2 })).details).toEqual({ threads: 2, precision: 'float32' });
    expect((await openBackend(both, 'gpu', { settings: { precision: 'bf16' } })).details).toEqual({ precision: 'bf16' });
    await expect(openBackend(both, 'gpu', { settings: { precision: 'half' } })).rejects.toThrow('It must be one of float32, bf16.');
  });

  it('are refused where there are none, with the name of who has them', async () => {
    const message = 'The backend "cpu" has no setting "precision". Leave --precision out, or choose a backend that has it: gpu.';
    await expect(openBackend(both, 'cpu', { settings: { precision: 'bf16' } })).rejects.toThrow(message);
    await expect(openBackend(both, 'cpu', { settings: { precission: 'bf16' } })).rejects.toThrow('None is known.');
  });

  it('decide what auto takes', async () => {
    expect((await openBackend(both)).name).toBe('cpu');
    expect((await openBackend(both, 'auto', { settings: { precision: 'bf16' } })).name).toBe('gpu');
    const without = createRegistry([{ name: 'test', backends: [gpu(missing), cpu] }]);
    await expect(openBackend(without, 'auto', { settings: { precision: 'bf16' } })).rejects.toThrow(
      'No backend that knows --precision is available here (gpu: It is not here). Leave --precision out.',
    );
  });

  it('are part of a run, and refused before anything is read', () => {
    expect(resolveRun(builtIn, tinyRequest).backend).toEqual({ name: 'tfjs-cpu' });
    expect(resolveRun(builtIn, { ...tinyRequest, backend: { settings: { precision: 'bf16' } } }).backend).toEqual({
      name: 'auto',
      settings: { precision: 'bf16' },
    });
    const request = { ...tinyRequest, backend: { name: 'tfjs-cpu', settings: { precision: 'bf16' } } };
    expect(() => resolveRun(builtIn, request)).toThrow('The backend "tfjs-cpu" has no setting "precision"');
  });
});
