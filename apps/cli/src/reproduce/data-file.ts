import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeText, type Storage } from '@prattle/core';

/** Lends data that an experiment makes up as a file, as long as it is used. */
export async function withDataFile<Result>(
  storage: Storage,
  name: string,
  text: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'prattle-data-'));
  try {
    const path = join(folder, name);
    await storage.write(path, encodeText(text));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
