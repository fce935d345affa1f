import type { Plugin } from '../contracts/plugin.js';
import { RegistryError } from '../errors/kinds.js';
import { nameRemedy } from '../errors/suggest.js';

/** What a plugin may bring, and the list of a `Plugin` that holds it. */
const LISTS = {
  backend: 'backends',
  model: 'models',
  tokenizer: 'tokenizers',
  dataset: 'datasets',
  sampler: 'samplers',
  callback: 'callbacks',
} as const satisfies Record<string, keyof Plugin>;

export type Kind = keyof typeof LISTS;

type Lists = typeof LISTS;

/** The contract of one kind: `Entry<'model'>` is a `ModelPlugin`. */
export type Entry<K extends Kind> = NonNullable<Plugin[Lists[K]]>[number];

/** Everything that plugins brought, by kind and name. */
export interface Registry {
  /**
   * Takes all of a plugin or, on an error, nothing of it.
   * @throws RegistryError when a name is taken, or when it is not a plugin
   */
  add(plugin: Plugin): void;
  /** @throws RegistryError naming what is known, and what was probably meant */
  get<K extends Kind>(kind: K, name: string): Entry<K>;
  has(kind: Kind, name: string): boolean;
  /** In the order of their registration. */
  list<K extends Kind>(kind: K): readonly Entry<K>[];
  /** Names of one kind, sorted. */
  names(kind: Kind): readonly string[];
  /** The plugin that brought it. */
  origin(kind: Kind, name: string): string | undefined;
}

interface Registered {
  readonly plugin: string;
  readonly entry: { readonly name: string };
}

/**
 * A registry with these plugins in it.
 * @throws RegistryError as `add` does
 */
export function createRegistry(plugins: Iterable<Plugin> = []): Registry {
  const kinds = Object.keys(LISTS) as Kind[];
  const registered = new Map<Kind, Map<string, Registered>>(kinds.map((kind) => [kind, new Map()]));
  const of = (kind: Kind) => registered.get(kind) ?? new Map<string, Registered>();
  const names = (kind: Kind) => [...of(kind).keys()].sort();

  const registry: Registry = {
    add(plugin) {
      checkPlugin(plugin);
      const additions = kinds.map((kind) => [kind, entriesOf(plugin, kind, of(kind))] as const);
      for (const [kind, entries] of additions) {
        for (const entry of entries) of(kind).set(entry.name, { plugin: plugin.name, entry });
      }
    },
    get<K extends Kind>(kind: K, name: string) {
      const found = of(kind).get(name);
      if (found !== undefined) return found.entry as Entry<K>;
      throw failure('unknown-name', `There is no ${kind} "${name}"`, nameRemedy(name, names(kind)));
    },
    has: (kind, name) => of(kind).has(name),
    list: <K extends Kind>(kind: K) => [...of(kind).values()].map(({ entry }) => entry as Entry<K>),
    names,
    origin: (kind, name) => of(kind).get(name)?.plugin,
  };
  for (const plugin of plugins) registry.add(plugin);
  return registry;
}

function checkPlugin(plugin: unknown): asserts plugin is Plugin {
  if (typeof plugin === 'object' && plugin !== null && 'name' in plugin && typeof plugin.name === 'string' && plugin.name !== '') return;
  const what =
    typeof plugin === 'function' ? 'This is the factory of a plugin, not a plugin' : 'This is not a plugin: it is no object with a name';
  throw failure('bad-plugin', what, "Call the factory that the plugin's module exports by default, and register what it returns.");
}

function entriesOf(plugin: Plugin, kind: Kind, taken: ReadonlyMap<string, Registered>): readonly { readonly name: string }[] {
  const entries: readonly { readonly name: string }[] = plugin[LISTS[kind]] ?? [];
  const own = new Set<string>();
  for (const { name } of entries) {
    const owner = own.has(name) ? plugin.name : taken.get(name)?.plugin;
    if (owner !== undefined) {
      const what = `Plugin "${plugin.name}" brings the ${kind} "${name}", and plugin "${owner}" has one of that name`;
      throw failure(
        'name-clash',
        what,
        `Leave one of the two plugins out, or rename its ${kind}. Taken: ${[...taken.keys()].sort().join(', ')}.`,
      );
    }
    own.add(name);
  }
  return entries;
}

function failure(code: 'unknown-name' | 'name-clash' | 'bad-plugin', what: string, remedy: string): RegistryError {
  return new RegistryError({ package: 'core', code, what, remedy });
}
