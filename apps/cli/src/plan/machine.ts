import { availableParallelism, freemem, totalmem } from 'node:os';
import type { Registry } from '@prattle/core';

/** What there is to compute with. */
export interface Machine {
  readonly cores: number;
  /** Bytes: all, and what nobody uses. */
  readonly memory: { readonly total: number; readonly free: number };
  /** By priority, the one that `auto` takes first. */
  readonly backends: readonly { readonly name: string; readonly device: string }[];
}

export async function lookAtMachine(registry: Registry): Promise<Machine> {
  const probes = await Promise.all(
    registry.list('backend').map(async ({ name, priority, probe }) => {
      const found = await probe();
      return { name, probe: found, priority: (found.available ? found.priority : undefined) ?? priority };
    }),
  );
  probes.sort((a, b) => b.priority - a.priority);
  return {
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    backends: probes.flatMap(({ name, probe }) => (probe.available ? [{ name, device: probe.device }] : [])),
  };
}
