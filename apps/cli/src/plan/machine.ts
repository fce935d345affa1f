import { availableParallelism, freemem, totalmem } from 'node:os';
import type { Registry } from '@prattle/core';
import { hasSettings } from '@prattle/runs';

/** What there is to compute with. */
export interface Machine {
  readonly cores: number;
  /** Bytes: all, and what nobody uses. */
  readonly memory: { readonly total: number; readonly free: number };
  /** What is native and available, the one with the highest priority first. */
  readonly backends: readonly NativeBackend[];
}

export interface NativeBackend {
  readonly name: string;
  readonly device: string;
}

/** From here on backends are native code, on a CPU or a GPU; those below are there for where none of them is. */
const NATIVE_FROM = 100;

export async function lookAtMachine(registry: Registry): Promise<Machine> {
  return {
    cores: availableParallelism(),
    memory: { total: totalmem(), free: freemem() },
    backends: await nativeBackends(registry),
  };
}

/** The backends that are fast enough to be chosen among and have these settings, by priority. */
export async function nativeBackends(registry: Registry, settings: object = {}): Promise<NativeBackend[]> {
  const found: (NativeBackend & { readonly priority: number })[] = [];
  for (const plugin of registry.list('backend')) {
    if (plugin.priority < NATIVE_FROM || !hasSettings(plugin, settings)) continue;
    const probe = await plugin.probe();
    const priority = probe.available ? (probe.priority ?? plugin.priority) : 0;
    if (probe.available && priority >= NATIVE_FROM) found.push({ name: plugin.name, device: probe.device, priority });
  }
  return found.sort((a, b) => b.priority - a.priority).map(({ name, device }) => ({ name, device }));
}
