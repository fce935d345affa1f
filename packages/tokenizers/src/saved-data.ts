import type { TokenizerData } from '@prattle/core';
import { badData } from './errors.js';

/**
 * The first check of every `load`: an object of this kind with these fields and no others.
 * @throws TokenizerError code 'bad-data'
 */
export function checkFields(
  data: unknown,
  kind: string,
  required: readonly string[],
  optional: readonly string[] = [],
): asserts data is TokenizerData {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw badData(kind, 'it is not an object');
  if (!('kind' in data) || data.kind !== kind) throw badData(kind, `its kind is ${JSON.stringify('kind' in data ? data.kind : undefined)}`);
  for (const name of required) if (!(name in data)) throw badData(kind, `"${name}" is missing`);
  for (const name of Object.keys(data)) {
    if (name !== 'kind' && !required.includes(name) && !optional.includes(name)) throw badData(kind, `it has the unknown field "${name}"`);
  }
}

/** @throws TokenizerError code 'bad-data' */
export function readBoolean(data: TokenizerData, kind: string, name: string): boolean {
  const value = data[name];
  if (typeof value !== 'boolean') throw badData(kind, `"${name}" is neither true nor false`);
  return value;
}
