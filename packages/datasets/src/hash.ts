import { encodeText, sha256 } from '@prattle/core';
import type { SourceFile } from './files/source-file.js';

/** The SHA-256 of a file; of several files, that of their SHA-256s, one a line. Names and folders play no part. */
export async function hashFiles(files: readonly SourceFile[]): Promise<string> {
  const hashes: string[] = [];
  for (const file of files) hashes.push(await hash(file.bytes));
  const [only] = hashes;
  return only !== undefined && hashes.length === 1 ? only : hash(encodeText(hashes.map((one) => `${one}\n`).join('')));
}

/** In Node by Node's own hash: the web's copies what it is given, which for a large file is memory that counts. */
async function hash(bytes: Uint8Array): Promise<string> {
  const { process } = globalThis as { process?: typeof globalThis.process };
  const crypto = process?.getBuiltinModule?.('node:crypto');
  return crypto === undefined ? sha256(bytes) : crypto.createHash('sha256').update(bytes).digest('hex');
}
