import { rename, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** In total as long as a virus scanner or an indexer holds a file that has just been written. */
const WAITS_MS = [10, 20, 40, 80, 160, 320, 640];

/**
 * Renames, in the place of what is there. Windows answers EPERM both where a folder is in the way, which other systems call
 * by its name, and where another program has one of the two open for a moment, which others do not mind.
 *
 * @throws the system's error; EISDIR or ENOTEMPTY where a folder is in the way
 */
export async function replace(from: string, to: string): Promise<void> {
  if (process.platform !== 'win32') return rename(from, to);
  for (const pause of WAITS_MS) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (await isFolder(to))
        throw Object.assign(new Error(`"${to}" is a folder`), { code: (await isFolder(from)) ? 'ENOTEMPTY' : 'EISDIR' });
    }
    await wait(pause);
  }
  return rename(from, to);
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EPERM', 'EACCES', 'EBUSY'].includes(String(error.code));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
