import type { Storage } from '../contracts/storage.js';
import type { Tokenizer, TokenizerData } from '../contracts/tokenizer.js';
import { StorageError, TokenizerError } from '../errors/kinds.js';
import type { Registry } from '../registry/registry.js';
import { joinPath } from '../storage/paths.js';
import { decodeText } from '../web-platform.js';
import { loadTokenizer } from './saved.js';

/** The file of a tokenizer in a folder: by Prattle's own name and by everybody else's. */
export const TOKENIZER_FILE = 'tokenizer.json';

/**
 * Reads a tokenizer from a file: one that Prattle saved, or of another program if a plugin understands it.
 * @param path a file, or a folder with a `tokenizer.json` in it
 * @throws StorageError when there is none, TokenizerError when nobody understands it
 */
export async function readTokenizer(registry: Pick<Registry, 'get' | 'list'>, storage: Storage, path: string): Promise<Tokenizer> {
  const content = parse(await readFileOrFolder(storage, path), path);
  if (typeof content.kind === 'string') return loadTokenizer(registry, content as TokenizerData);
  for (const { adopt } of registry.list('tokenizer')) {
    const data = adopt?.(content);
    if (data) return loadTokenizer(registry, data);
  }
  throw notOne(path, 'it has no kind, and no plugin knows this form');
}

async function readFileOrFolder(storage: Storage, path: string): Promise<Uint8Array> {
  try {
    return await storage.read(path);
  } catch (error) {
    if (!StorageError.isInstance(error) || error.code !== 'is-a-folder') throw error;
    return storage.read(joinPath(path, TOKENIZER_FILE));
  }
}

function parse(bytes: Uint8Array, path: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(decodeText(bytes));
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Record<string, unknown>;
  } catch (cause) {
    throw notOne(path, 'it is not JSON', cause);
  }
  throw notOne(path, 'it is not a JSON object');
}

function notOne(path: string, why: string, cause?: unknown): TokenizerError {
  return new TokenizerError({
    package: 'core',
    code: 'bad-data',
    what: `${path} is not a tokenizer: ${why}`,
    remedy: 'Give a file that `prattle tokenizer train` wrote, or a tokenizer.json of Hugging Face.',
    ...(cause === undefined ? {} : { cause }),
  });
}
