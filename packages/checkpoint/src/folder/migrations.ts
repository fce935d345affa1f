import { type TokenizerData, tokenizerHash } from '@prattle/core';

/** A manifest of any version: JSON. */
export type ManifestBody = Readonly<Record<string, unknown>>;

/** The version of the folder format that this package writes. */
export const FORMAT_VERSION = 2;

/** What makes of a manifest of each version one of the next, from the oldest that is read. */
const migrations: ReadonlyMap<number, (body: ManifestBody) => Promise<ManifestBody>> = new Map([[1, addTokenizerHash]]);

/** The oldest version that is read. */
export const OLDEST_VERSION = Math.min(...migrations.keys());

/** A manifest of a version that is read, as one of the newest. */
export async function migrate(body: ManifestBody): Promise<ManifestBody> {
  let current = body;
  for (let version = Number(body.formatVersion); version < FORMAT_VERSION; version++) {
    const next = await migrations.get(version)?.(current);
    current = { ...(next ?? current), formatVersion: version + 1 };
  }
  return current;
}

/** Version 2: a tokenizer carries the hash of what it is. */
async function addTokenizerHash(body: ManifestBody): Promise<ManifestBody> {
  const { tokenizer } = body;
  return isTokenizer(tokenizer) ? { ...body, tokenizer: await withHash(tokenizer) } : body;
}

/** A saved tokenizer with its hash, whether it had one or not. */
export async function withHash(tokenizer: TokenizerData): Promise<TokenizerData> {
  return tokenizer.hash === undefined ? { ...tokenizer, hash: await tokenizerHash({ toJSON: () => tokenizer }) } : tokenizer;
}

function isTokenizer(value: unknown): value is TokenizerData {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
