import { encodeText, sha256 } from '@prattle/core';
import type { SourceFile } from './files/source-file.js';

/** The SHA-256 of a file; of several files, that of their SHA-256s, one a line. Names and folders play no part. */
export async function hashFiles(files: readonly SourceFile[]): Promise<string> {
  const hashes: string[] = [];
  for (const file of files) hashes.push(await sha256(file.bytes));
  const [only] = hashes;
  return only !== undefined && hashes.length === 1 ? only : sha256(encodeText(hashes.map((hash) => `${hash}\n`).join('')));
}
