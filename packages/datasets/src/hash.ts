import { encodeText, sha256 } from '@prattle/core';
import { joinBytes } from './files/join-bytes.js';
import { readParts, type SourceFile } from './files/source-file.js';

const HASHED_BYTES = 1 << 20;

/** The SHA-256 of a file; of several files, that of their SHA-256s, one a line. Names and folders play no part. */
export async function hashFiles(files: readonly SourceFile[]): Promise<string> {
  const hashes: string[] = [];
  for (const file of files) hashes.push(await hash(file));
  const [only] = hashes;
  return only !== undefined && hashes.length === 1 ? only : sha256(encodeText(hashes.map((one) => `${one}\n`).join('')));
}

async function hash(file: SourceFile): Promise<string> {
  const sum = createSum();
  for (const part of readParts(file, HASHED_BYTES)) sum.update(part);
  return sum.finish();
}

/** A SHA-256 of something that comes in parts. */
export interface Sum {
  update(part: Uint8Array): void;
  finish(): Promise<string>;
}

/** In Node by Node's own hash, part by part: the web's wants all of it at once. */
export function createSum(): Sum {
  const { process } = globalThis as { process?: typeof globalThis.process };
  const hash = process?.getBuiltinModule?.('node:crypto').createHash('sha256');
  if (hash) return { update: (part) => void hash.update(part), finish: async () => hash.digest('hex') };
  const parts: Uint8Array[] = [];
  return { update: (part) => void parts.push(part.slice()), finish: () => sha256(joinBytes(parts)) };
}
