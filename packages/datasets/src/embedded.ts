import { datasetError } from './errors.js';
import { fileOf, type SourceFile } from './files/source-file.js';

/** The data that comes with this package. */
export type EmbeddedName = 'names' | 'source' | 'chat' | 'system-configs';

/**
 * Where it lies: beside the built code, or, when this runs from its sources in the workspace, in the top-level folder.
 * Written out and not computed, because bundlers find and carry files that are named like this.
 */
const PLACES: Readonly<Record<EmbeddedName, () => readonly URL[]>> = {
  names: () => [
    new URL('./data/names/names.txt', import.meta.url),
    new URL(/* @vite-ignore */ '../../../datasets/names/names.txt', import.meta.url),
  ],
  source: () => [
    new URL('./data/source/source.txt', import.meta.url),
    new URL(/* @vite-ignore */ '../../../datasets/source/source.txt', import.meta.url),
  ],
  chat: () => [
    new URL('./data/chat/chat.txt', import.meta.url),
    new URL(/* @vite-ignore */ '../../../datasets/chat/chat.txt', import.meta.url),
  ],
  'system-configs': () => [
    new URL('./data/system-configs/system-configs.jsonl', import.meta.url),
    new URL(/* @vite-ignore */ '../../../datasets/system-configs/system-configs.jsonl', import.meta.url),
  ],
};

/** Reads embedded data, from the file system in Node and over HTTP in a browser. */
export async function readEmbedded(name: EmbeddedName): Promise<SourceFile> {
  const failures: unknown[] = [];
  for (const url of PLACES[name]()) {
    try {
      // The file's own name, which says how to read it.
      return fileOf(url.pathname.split('/').at(-1) ?? name, await readUrl(url));
    } catch (failure) {
      failures.push(failure);
    }
  }
  throw datasetError(
    'unreadable',
    `The data of ${name} is missing from @prattle/datasets`,
    'Install the package again',
    new AggregateError(failures),
  );
}

/** @throws Error where there is nothing, or a page in its place */
export async function readUrl(url: URL): Promise<Uint8Array> {
  if (url.protocol === 'file:') return globalThis.process.getBuiltinModule('node:fs').promises.readFile(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  // Servers of single-page applications answer with the page for whatever they do not have.
  if (response.headers.get('content-type')?.startsWith('text/html')) throw new Error(`${url}: a page, not data`);
  return new Uint8Array(await response.arrayBuffer());
}
