import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Kind, type Plugin, type Registry, RegistryError } from '@prattle/core';
import { createJiti } from 'jiti';
import { CONFIG_FILES } from './config-files.js';

/**
 * The registered name that a word on the command line means: a name that is known, or a module (`./mine.ts`, a folder
 * with a package.json, a package by name) whose plugin is then added.
 *
 * @param modules the modules loaded so far; one that is loaded here is appended
 * @throws RegistryError when it is neither, or brings nothing of this kind
 */
export async function resolvePlugin(registry: Registry, kind: Kind, word: string, modules: string[]): Promise<string> {
  if (registry.has(kind, word) || !isModule(word)) return registry.get(kind, word).name;
  // It may have been added before: what it brings is what it says, not what is new.
  const plugin = await addPlugin(registry, word);
  if (!modules.includes(word)) modules.push(word);
  const brought = (plugin[`${kind}s`] ?? []).map(({ name }) => name);
  const [name] = brought;
  if (name !== undefined && brought.length === 1) return name;
  throw failure(
    brought.length === 0
      ? `The plugin ${word} brings no ${kind}`
      : `The plugin ${word} brings several of the kind ${kind}: ${brought.join(', ')}`,
    brought.length === 0 ? `Name a module whose plugin has one.` : `Add it with --plugin ${word} and choose one by its name.`,
  );
}

/**
 * The plugins of the current folder's `prattle.config.ts` (or `.js`, `.mjs`), whose default export is
 * `{ plugins: [myPlugin()] }`; none without such a file.
 */
export async function configuredPlugins(): Promise<readonly Plugin[]> {
  const file = CONFIG_FILES.map((name) => resolve(name)).find(existsSync);
  if (file === undefined) return [];
  const config = await importChecked(file, file);
  if (typeof config === 'object' && config !== null && 'plugins' in config && Array.isArray(config.plugins)) return config.plugins;
  throw failure(`${file} lists no plugins`, 'Its default export must be { plugins: [...] }.');
}

/** Adds the plugins of modules, those that are in already left out. */
export async function addPlugins(registry: Registry, modules: readonly string[]): Promise<void> {
  for (const module of modules) await addPlugin(registry, module);
}

/** @throws RegistryError when the module cannot be loaded or exports no plugin factory */
async function addPlugin(registry: Registry, module: string): Promise<Plugin> {
  const plugin = await loadPlugin(module);
  if (!isRegistered(registry, plugin)) registry.add(plugin);
  return plugin;
}

async function loadPlugin(module: string): Promise<Plugin> {
  const exported = await importChecked(module, entryOf(module));
  if (typeof exported !== 'function')
    throw failure(`${module} exports no plugin`, 'Its default export must be a function that returns the plugin.');
  return exported();
}

async function importChecked(module: string, entry: string): Promise<unknown> {
  try {
    return await importModule(entry);
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw failure(`${module} could not be loaded: ${reason}`, 'Check the module, and that its dependencies are installed.', cause);
  }
}

/** The default export. TypeScript is stripped of its types on the way; what it imports is imported as it is. */
async function importModule(entry: string): Promise<unknown> {
  if (!/^\.[cm]?ts$/.test(extname(entry)))
    return (await import(entry.startsWith('/') || /^[A-Za-z]:/.test(entry) ? pathToFileURL(entry).href : entry)).default;
  const jiti = createJiti(import.meta.url, { nativeModules: ['@prattle/core', '@prattle/ops', '@prattle/nn', '@prattle/models'] });
  return jiti.import(entry, { default: true });
}

/** The file to import: itself, or what the folder's package.json names. A package's name stays a name. */
function entryOf(module: string): string {
  if (!/^[./\\]|^[A-Za-z]:/.test(module)) return resolvePackage(module);
  const path = resolve(module);
  if (!existsSync(path)) throw failure(`There is no plugin at ${module}`, 'Check the path.');
  if (!statSync(path).isDirectory()) return path;
  const manifest: { exports?: unknown; main?: string } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const entry = mainExport(manifest.exports) ?? manifest.main ?? 'index.js';
  return join(path, entry);
}

function mainExport(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const { '.': main, default: fallback, import: imported } = exports as Record<string, unknown>;
  return mainExport(main ?? imported ?? fallback);
}

/** A path, or the name of a package that is installed where the command runs. */
function isModule(word: string): boolean {
  if (/^[./\\]|^[A-Za-z]:[/\\]/.test(word)) return true;
  try {
    return resolvePackage(word) !== word; // Node's own modules resolve to themselves
  } catch {
    return false;
  }
}

function resolvePackage(name: string): string {
  return createRequire(join(process.cwd(), 'package.json')).resolve(name);
}

function isRegistered(registry: Registry, plugin: Plugin): boolean {
  const kinds: readonly [Kind, readonly { name: string }[] | undefined][] = [
    ['backend', plugin.backends],
    ['model', plugin.models],
    ['tokenizer', plugin.tokenizers],
    ['dataset', plugin.datasets],
    ['sampler', plugin.samplers],
    ['callback', plugin.callbacks],
  ];
  return kinds.some(([kind, entries]) => entries?.some(({ name }) => registry.origin(kind, name) === plugin.name));
}

function failure(what: string, remedy: string, cause?: unknown): RegistryError {
  return new RegistryError({ package: 'cli', code: 'bad-plugin', what, remedy, ...(cause === undefined ? {} : { cause }) });
}
