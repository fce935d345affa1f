import type { Backend } from '@prattle/core';
import { expect, it } from 'vitest';
import { expectOnDevice } from './on-device.js';

/** A backend on whose host some operation has run before. */
function fakeBackend(): { backend: Backend; fallBack: (name: string) => void } {
  const counts: Record<string, number> = { TopK: 3 };
  return {
    backend: { hostFallbacks: () => ({ ...counts }) } as Partial<Backend> as Backend,
    fallBack: (name) => {
      counts[name] = (counts[name] ?? 0) + 1;
    },
  };
}

it('names what ran on the host meanwhile, and not what did before', async () => {
  const { backend, fallBack } = fakeBackend();
  expect(await expectOnDevice(backend, () => 7)).toBe(7);
  const run = () => {
    fallBack('TopK');
    fallBack('Einsum');
    fallBack('Einsum');
  };
  await expect(expectOnDevice(backend, run)).rejects.toThrow('on the device: TopK (1 ×), Einsum (2 ×)');
});

it('takes the word of a backend that cannot tell', async () => {
  expect(await expectOnDevice({} as Backend, async () => 7)).toBe(7);
});
