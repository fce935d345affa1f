import type { Available, BackendPlugin, Unavailable } from '@prattle/core';
import type { RunSpec } from '@prattle/runs';
import { fasterBackend, tryOut } from './measured-backend.js';
import type { BackendAnswer } from './protocol.js';
import { registry } from './registry.js';
import { storage } from './storage.js';

/** The backend that computes on a graphics card. */
const GPU = 'webgpu';

interface Probed {
  readonly plugin: BackendPlugin;
  readonly probe: Available | Unavailable;
}

/** What there is, the fastest first, and which of it `auto` takes and why. */
export async function backendAnswers(): Promise<BackendAnswer[]> {
  const probed = await probeAll();
  const taken = takenOf(probed);
  return probed.map((one) => {
    const { plugin, probe } = one;
    return {
      name: plugin.name,
      summary: plugin.summary,
      available: probe.available,
      says: probe.available ? probe.device : `${probe.reason}. ${probe.remedy}`,
      taken: one === taken,
      why: one === taken ? reasonFor(one) : reasonAgainst(one),
    };
  });
}

export interface ChosenBackend {
  readonly name: string;
  /** Why `auto` took it, where that was measured. */
  readonly why?: string;
}

/**
 * The backend to open for a run. A graphics card takes longer than the processor over a small model: where there are both,
 * `auto` tries them.
 */
export async function chooseBackend(spec: RunSpec): Promise<ChosenBackend> {
  if (spec.backend.name !== 'auto') return { name: spec.backend.name };
  const probed = await probeAll();
  const [best, next] = probed.filter(isFast);
  const candidates = [best, next].flatMap((one) => (one?.probe.available ? [{ name: one.plugin.name, device: one.probe.device }] : []));
  if (best?.plugin.name !== GPU || next === undefined) return { name: takenOf(probed)?.plugin.name ?? 'auto' };
  return fasterBackend({ candidates, spec, storage, attempt: (name) => tryOut(registry, storage, spec, name) });
}

const takenOf = (probed: readonly Probed[]): Probed | undefined => probed.find(isFast) ?? probed.find(({ probe }) => probe.available);

async function probeAll(): Promise<Probed[]> {
  const plugins = [...registry.list('backend')].sort((a, b) => b.priority - a.priority);
  return Promise.all(plugins.map(async (plugin) => ({ plugin, probe: await plugin.probe() })));
}

/** A graphics adapter that the processor plays is slower than the processor's own engine. */
function isFast({ probe }: Probed): boolean {
  return probe.available && probe.details.kind !== 'software';
}

function reasonFor({ plugin }: Probed): string {
  return plugin.name === GPU
    ? 'the fastest for large models; over a small one it is measured against the next when the run starts'
    : 'the fastest of those that are available';
}

function reasonAgainst(one: Probed): string {
  if (!one.probe.available) return 'not available';
  return isFast(one) ? 'slower' : 'its adapter is computed by the processor';
}
