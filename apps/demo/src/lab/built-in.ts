import { memoryStorage, type Storage } from '@prattle/core';

/** The files of the models that come with the page, by path: `../../pretrained/<run>/<file>`. */
const urls = import.meta.glob<string>('../../pretrained/*/*.{json,safetensors}', { query: '?url', import: 'default', eager: true });

/** `pretrained/<name>`: no run that is made here has a slash in its name. */
const runOf = (path: string): string => path.split('/').slice(-3, -1).join('/');

/** The models that come with the page, by name. */
export const builtInRuns: readonly string[] = [...new Set(Object.keys(urls).map(runOf))];

const fetched = new Map<string, Promise<Storage>>();

/** A storage with the files of one of them in its root, or with its manifest alone, which is small. */
export function builtInStorage(run: string, files: 'all' | 'manifest'): Promise<Storage> {
  const key = `${files} ${run}`;
  const known = fetched.get(key);
  if (known) return known;
  const storage = download(Object.entries(urls).filter(([path]) => runOf(path) === run && (files === 'all' || path.endsWith('.json'))));
  fetched.set(key, storage);
  storage.catch(() => fetched.delete(key));
  return storage;
}

async function download(files: readonly (readonly [path: string, url: string])[]): Promise<Storage> {
  const storage = memoryStorage();
  await Promise.all(
    files.map(async ([path, url]) => {
      const response = await fetch(new URL(url, import.meta.url));
      if (!response.ok) throw new Error(`${url} could not be loaded (HTTP ${response.status}). Reload the page.`);
      await storage.write(path.split('/').at(-1) ?? '', new Uint8Array(await response.arrayBuffer()));
    }),
  );
  return storage;
}
