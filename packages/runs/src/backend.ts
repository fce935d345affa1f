import {
  type Backend,
  BackendError,
  type BackendOptions,
  type BackendPlugin,
  ConfigError,
  findSetting,
  flagName,
  nameRemedy,
  type Registry,
} from '@prattle/core';

/** What a backend is opened with. */
export interface BackendRequest extends BackendOptions {
  /** Values for settings of its own. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Opens a backend by name; `auto` takes the best one that is available and has the settings that are given.
 * @throws BackendError saying why it is not available and what to do
 * @throws ConfigError for a setting that it has not, or a value that is not allowed
 */
export async function openBackend(registry: Registry, name = 'auto', { settings = {}, ...options }: BackendRequest = {}): Promise<Backend> {
  const plugin = name === 'auto' ? await bestBackend(registry, settings) : await namedBackend(registry, name, settings);
  return plugin.open({ ...options, ...plugin.config?.parse(settings) });
}

/** Whether a backend has all of these settings. */
export function hasSettings({ config }: BackendPlugin, settings: object): boolean {
  return Object.keys(settings).every((setting) => config !== undefined && findSetting(config, setting) !== undefined);
}

/** @throws ConfigError for a setting that the backend has not, naming those that have it, or for a value that is not allowed */
export function checkBackendSettings(registry: Registry, plugin: BackendPlugin, settings: Readonly<Record<string, unknown>>): void {
  plugin.config?.parse(Object.fromEntries(Object.entries(settings).filter(([setting]) => hasSettings(plugin, { [setting]: true }))));
  for (const setting of Object.keys(settings)) {
    if (hasSettings(plugin, { [setting]: true })) continue;
    const others = registry.list('backend').filter((other) => hasSettings(other, { [setting]: true }));
    throw new ConfigError({
      package: 'runs',
      code: 'unknown-setting',
      what: `The backend "${plugin.name}" has no setting "${setting}"`,
      remedy:
        others.length > 0
          ? `Leave --${flagName(setting)} out, or choose a backend that has it: ${others.map(({ name }) => name).join(', ')}.`
          : nameRemedy(setting, Object.keys(plugin.config?.settings ?? {})),
    });
  }
}

async function bestBackend(registry: Registry, settings: object): Promise<BackendPlugin> {
  const byPriority = registry
    .list('backend')
    .filter((plugin) => hasSettings(plugin, settings))
    .sort((a, b) => b.priority - a.priority);
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
  if (best) return best.plugin;
  throw noBackend(settings, reasons);
}

function noBackend(settings: object, reasons: readonly string[]): BackendError {
  const asked = Object.keys(settings).map((setting) => `--${flagName(setting)}`);
  const because = reasons.length > 0 ? ` (${reasons.join('; ')})` : '';
  return new BackendError({
    package: 'runs',
    code: 'no-backend',
    what: `No backend${asked.length > 0 ? ` that knows ${asked.join(' and ')}` : ''} is available here${because}`,
    remedy:
      asked.length > 0 ? `Leave ${asked.join(' and ')} out.` : 'Install @prattle/backend-cpu or @prattle/backend-tfjs and register it.',
  });
}

async function namedBackend(registry: Registry, name: string, settings: Readonly<Record<string, unknown>>): Promise<BackendPlugin> {
  const plugin = registry.get('backend', name);
  checkBackendSettings(registry, plugin, settings);
  const probe = await plugin.probe();
  if (probe.available) return plugin;
  throw new BackendError({
    package: 'runs',
    code: 'unavailable',
    what: `The backend "${plugin.name}" is not available: ${probe.reason}`,
    remedy: probe.remedy,
  });
}
