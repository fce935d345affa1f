import backendCpu from '@prattle/backend-cpu';
import backendCuda from '@prattle/backend-cuda';
import backendTfjs from '@prattle/backend-tfjs';
import backendTfjsNode from '@prattle/backend-tfjs-node';
import backendWasm from '@prattle/backend-wasm';
import backendWebGpu from '@prattle/backend-webgpu';
import { type BackendPlugin, createRegistry } from '@prattle/core';

const registry = createRegistry([backendCpu(), backendCuda(), backendWasm(), backendWebGpu(), backendTfjsNode(), backendTfjs()]);

/** A backend that can be computed on, or why it cannot. */
export type Candidate = { readonly plugin: BackendPlugin; readonly priority: number; readonly missing?: string };

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
      if (probe.available) return { plugin, priority: probe.priority ?? plugin.priority };
      return { plugin, priority: plugin.priority, missing: `${probe.reason}. ${probe.remedy}` };
    }),
  );
  if (name !== 'auto') return probed;
  return probed
    .filter(({ missing }) => missing === undefined)
    .sort((a, b) => b.priority - a.priority)
    .slice(0, 1);
}
