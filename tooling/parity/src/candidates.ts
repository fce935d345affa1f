import type { BackendPlugin, Registry } from '@prattle/core';

/** A backend that can be computed on, or why it cannot. */
export type Candidate = { readonly plugin: BackendPlugin; readonly priority: number; readonly missing?: string };

/**
 * The backends that a name stands for.
 *
 * @param name of one backend; `auto`: the best that is available; `all`: each of them
 * @throws RegistryError for an unknown name
 */
export async function candidatesOf(registry: Registry, name: string): Promise<Candidate[]> {
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
