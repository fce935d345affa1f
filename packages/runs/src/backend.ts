import { type Backend, BackendError, type BackendOptions, type BackendPlugin, type Registry } from '@prattle/core';

/**
 * Opens a backend by name; `auto` takes the best one that is available.
 * @throws BackendError saying why it is not available and what to do
 */
export async function openBackend(registry: Registry, name = 'auto', options: BackendOptions = {}): Promise<Backend> {
  if (name !== 'auto') return openChecked(registry.get('backend', name), options);
  const byPriority = [...registry.list('backend')].sort((a, b) => b.priority - a.priority);
  const reasons: string[] = [];
  let best: { readonly plugin: BackendPlugin; readonly priority: number } | undefined;
  for (const plugin of byPriority) {
    // A probe only ever lowers a priority.
    if (best && best.priority >= plugin.priority) break;
    const probe = await plugin.probe();
    if (!probe.available) {
      reasons.push(`${plugin.name}: ${probe.reason}`);
      continue;
    }
    const { priority = plugin.priority } = probe;
    if (!best || priority > best.priority) best = { plugin, priority };
  }
  if (best) return best.plugin.open(options);
  throw new BackendError({
    package: 'runs',
    code: 'no-backend',
    what: `No backend is available here${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`,
    remedy: 'Install @prattle/backend-cpu or @prattle/backend-tfjs and register it.',
  });
}

async function openChecked(plugin: BackendPlugin, options: BackendOptions): Promise<Backend> {
  const probe = await plugin.probe();
  if (probe.available) return plugin.open(options);
  throw new BackendError({
    package: 'runs',
    code: 'unavailable',
    what: `The backend "${plugin.name}" is not available: ${probe.reason}`,
    remedy: probe.remedy,
  });
}
