import type { Machine } from '../probe/machine.js';

export interface Pretended {
  readonly platform?: string;
  readonly environment?: Machine['environment'];
  /** Files by path with their text; the folders above them are there as well. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A machine that has only what is said here. */
export function pretendedMachine({ platform = 'linux', environment = {}, files = {} }: Pretended = {}): Machine {
  const paths = Object.keys(files);
  const namesIn = (folder: string) => {
    const start = folder.endsWith('/') ? folder : `${folder}/`;
    return [...new Set(paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length).split('/', 1)[0] ?? ''))];
  };
  return {
    platform,
    environment,
    exists: (path) => path in files || namesIn(path).length > 0,
    read: (path) => files[path],
    list: namesIn,
  };
}
