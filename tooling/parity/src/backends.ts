import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import backendWasm from '@prattle/backend-wasm';
import { type BackendPlugin, createRegistry } from '@prattle/core';

const registry = createRegistry([backendCpu(), backendWasm(), backendTfjs()]);

/** A backend that can be computed on, or why it cannot. */
export type Candidate = { readonly plugin: BackendPlugin; readonly missing?: string };

/**
 * The backends that a name stands for.
 *
 * @param name of one backend; `auto`: the best that is available; `all`: each of them
 * @throws RegistryError for an unknown name
 */
export async function candidates(name: string): Promise<Candidate[]> {
  const plugins = name === 'auto' || name === 'all' ? [...registry.list('backend')] : [registry.get('backend', name)];
  const probed = await Promise.all(
    plugins.map(async (plugin): Promise<Candidate> => {
      const probe = await plugin.probe();
      return probe.available ? { plugin } : { plugin, missing: `${probe.reason}. ${probe.remedy}` };
    }),
  );
  if (name !== 'auto') return probed;
  return probed
    .filter(({ missing }) => missing === undefined)
    .sort((a, b) => b.plugin.priority - a.plugin.priority)
    .slice(0, 1);
}
