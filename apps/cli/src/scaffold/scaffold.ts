import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeText, joinPath, type Storage, UsageError } from '@prattle/core';
import { version } from '../version.js';

/** What can be made anew. */
export const TEMPLATES = ['model', 'tokenizer', 'dataset', 'sampler', 'callback', 'backend'] as const;

export type TemplateKind = (typeof TEMPLATES)[number];

const FOLDER = new URL('../../templates/', import.meta.url);

/** Where the files of a template go. `test.ts` is named so that it is not taken for a test of this package. */
const SOURCES: Readonly<Record<string, string>> = { 'index.ts': 'src/index.ts', 'test.ts': 'src/index.test.ts' };
const SHARED = ['README.md', 'tsconfig.json', 'vitest.config.ts'];

/**
 * Writes the package of a plugin that does something already, type-checks, and passes its suite.
 * @returns the files written, as paths
 * @throws UsageError for a name that a package cannot have, or a folder that is taken
 */
export async function scaffold(storage: Storage, kind: TemplateKind, name: string, folder: string): Promise<string[]> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw usage(`"${name}" cannot be the name of a plugin`, 'Use small letters, digits and single dashes: my-model.');
  }
  if (await storage.exists(folder)) throw usage(`There is something at ${folder} already`, 'Choose another folder with --out.');
  const fill = (text: string) =>
    text.replaceAll('template-name', name).replaceAll('templateName', camelCase(name)).replaceAll('template-kind', kind);
  const files = new Map<string, string>([
    ...SHARED.map((file) => [file, fill(read(`shared/${file}`))] as const),
    ...Object.entries(SOURCES).map(([from, to]) => [to, fill(read(`${kind}/${from}`))] as const),
    ['package.json', manifest(kind, fill)],
    ['.gitignore', 'dist\nnode_modules\n'],
  ]);
  const paths: string[] = [];
  for (const [file, content] of files) {
    const path = joinPath(folder, file);
    await storage.write(path, encodeText(content));
    paths.push(path);
  }
  return paths;
}

interface Needs {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

/** The shared manifest with what this kind needs, at the versions that go with this one. */
function manifest(kind: TemplateKind, fill: (text: string) => string): string {
  const shared = JSON.parse(fill(read('shared/manifest.json')));
  const needs: Needs = JSON.parse(read(`${kind}/needs.json`));
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, name.startsWith('@prattle/') ? `^${version()}` : TFJS]));
  const content = {
    ...shared,
    dependencies: { ...shared.dependencies, ...versions(needs.dependencies) },
    devDependencies: { ...versions(needs.devDependencies), ...shared.devDependencies },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The one version of tfjs that `@prattle/ops` goes with. */
const TFJS = '4.22.0';

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, FOLDER)), 'utf8');
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
