import type { Tokenizer, TokenizerData, TokenizerPlugin } from '../contracts/tokenizer.js';
import { TokenizerError } from '../errors/kinds.js';
import { encodeText, sha256 } from '../web-platform.js';

/** Two tokenizers have one hash exactly if they were saved as the same: SHA-256 of the saved form with its keys sorted. */
export function tokenizerHash(tokenizer: Pick<Tokenizer, 'toJSON'>): Promise<string> {
  return hashOf(tokenizer.toJSON());
}

/** A tokenizer as JSON with its hash beside it: what belongs into files and checkpoints. */
export async function saveTokenizer(tokenizer: Tokenizer): Promise<TokenizerData> {
  return { ...tokenizer.toJSON(), hash: await tokenizerHash(tokenizer) };
}

/**
 * Rebuilds a tokenizer from what `saveTokenizer` or `toJSON` gave.
 * @param registry finds the plugin by the kind that the data names
 * @throws TokenizerError when it is no tokenizer, or not the one that its hash says; RegistryError when nobody knows its kind
 */
export async function loadTokenizer(
  registry: { get(kind: 'tokenizer', name: string): TokenizerPlugin },
  data: TokenizerData,
): Promise<Tokenizer> {
  const { hash, ...content } = data;
  if (hash !== undefined && hash !== (await hashOf(content))) {
    throw new TokenizerError({
      package: 'core',
      code: 'wrong-hash',
      what: `The ${content.kind} tokenizer is not what its hash says: it was changed after it was saved`,
      remedy: 'Use the file as it was written, or train the tokenizer again.',
    });
  }
  const plugin = registry.get('tokenizer', content.kind);
  await plugin.ready?.();
  return plugin.load(content);
}

function hashOf(data: TokenizerData): Promise<string> {
  return sha256(encodeText(JSON.stringify(data, sorted)));
}

/** For `JSON.stringify`: objects with their keys in one order. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
