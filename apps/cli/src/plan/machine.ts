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
  const plugins = [...registry.list('backend')].sort((a, b) => b.priority - a.priority);
  const probes = await Promise.all(plugins.map(async (plugin) => ({ name: plugin.name, probe: await plugin.probe() })));
  return {
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    backends: probes.flatMap(({ name, probe }) => (probe.available ? [{ name, device: probe.device }] : [])),
  };
}
