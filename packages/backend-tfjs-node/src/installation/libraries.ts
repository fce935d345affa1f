import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the system's loader looks for libraries; other places are for tests. */
export interface LibraryPlaces {
  readonly folders: readonly string[];
  /** The loader's list of what the system has installed (Linux), read as text: names stand in it as they are. */
  readonly cache: string;
}

/** The loader's places on this machine, as the environment and the system state them. */
export function libraryPlaces(): LibraryPlaces {
  const { LD_LIBRARY_PATH, DYLD_LIBRARY_PATH, PATH } = process.env;
  const variable = { linux: LD_LIBRARY_PATH, darwin: DYLD_LIBRARY_PATH, win32: PATH }[process.platform as string] ?? '';
  return { folders: variable.split(delimiter).filter((folder) => folder !== ''), cache: loaderCache() };
}

/** Which of these libraries the loader would not find. Looks, and loads none. */
export function missingLibraries(names: readonly string[], { folders, cache }: LibraryPlaces): string[] {
  return names.filter((name) => !cache.includes(`${name}\0`) && !folders.some((folder) => existsSync(join(folder, name))));
}

function loaderCache(): string {
  try {
    return readFileSync('/etc/ld.so.cache', 'latin1');
  } catch {
    return '';
  }
}
