import type { Available, BackendPlugin, Unavailable } from '@prattle/core';
import type { BackendAnswer } from './protocol.js';
import { registry } from './registry.js';

interface Probed {
  readonly plugin: BackendPlugin;
  readonly probe: Available | Unavailable;
}

/** What there is, the fastest first, and which of it `auto` takes and why. */
export async function backendAnswers(): Promise<BackendAnswer[]> {
  const probed = await probeAll();
  const taken = probed.find(isFast) ?? probed.find(({ probe }) => probe.available);
  return probed.map((one) => {
    const { plugin, probe } = one;
    return {
      name: plugin.name,
      summary: plugin.summary,
      available: probe.available,
      says: probe.available ? probe.device : `${probe.reason}. ${probe.remedy}`,
      taken: one === taken,
      why: one === taken ? 'the fastest of those that are available' : reasonAgainst(one),
    };
  });
}

/** The name of the backend to open. @param wanted a name, or `auto` */
export async function chooseBackend(wanted: string): Promise<string> {
  if (wanted !== 'auto') return wanted;
  return (await backendAnswers()).find(({ taken }) => taken)?.name ?? wanted;
}

async function probeAll(): Promise<Probed[]> {
  const plugins = [...registry.list('backend')].sort((a, b) => b.priority - a.priority);
  return Promise.all(plugins.map(async (plugin) => ({ plugin, probe: await plugin.probe() })));
}

/** A graphics adapter that the processor plays is slower than the processor's own engine. */
function isFast({ probe }: Probed): boolean {
  return probe.available && probe.details.kind !== 'software';
}

function reasonAgainst(one: Probed): string {
  if (!one.probe.available) return 'not available';
  return isFast(one) ? 'slower' : 'its adapter is computed by the processor';
}
