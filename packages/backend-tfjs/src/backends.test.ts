import { add, currentBackend, readSync, tensor } from '@prattle/ops';
import { afterEach, describe, expect, it, vi } from 'vitest';
import tfjs from './index.js';

const backends = tfjs().backends ?? [];

afterEach(() => vi.restoreAllMocks());

describe.each(backends.map((backend) => [backend.name, backend] as const))('%s', (name, plugin) => {
  it('is available everywhere, behind every backend of our own', async () => {
    expect(await plugin.probe()).toMatchObject({ available: true });
    expect(plugin.priority).toBeLessThan(50);
  });

  it('can be closed and opened again', async () => {
    for (let round = 0; round < 2; round++) {
      const backend = await plugin.open();
      expect(currentBackend()).toBe(name.slice('tfjs-'.length));
      const sum = add(tensor([1, 2], [2]), tensor([3, 4], [2]));
      expect([...readSync(sum)]).toEqual([4, 6]);
      expect(backend.memory().reserved).toBeGreaterThan(0);
      backend.close();
      backend.close();
      expect(currentBackend()).toBeNull();
    }
  });

  it('stays open for others until the last one closes it', async () => {
    const first = await plugin.open();
    const second = await plugin.open();
    first.close();
    expect([...readSync(tensor([5], [1]))]).toEqual([5]);
    second.close();
  });

  it('leaves the console alone', async () => {
    const spies = (['log', 'warn', 'error', 'info'] as const).map((method) => vi.spyOn(console, method));
    const backend = await plugin.open();
    readSync(add(tensor([1], [1]), 1));
    backend.close();
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });
});
