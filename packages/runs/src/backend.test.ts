import { type Available, type Backend, type BackendPlugin, createRegistry, type Unavailable } from '@prattle/core';
import { expect, it } from 'vitest';
import { openBackend } from './backend.js';

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
