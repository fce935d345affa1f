import { readSafetensors } from '@prattle/checkpoint';
import { DatasetError, decodeText, type Storage, type Tokenizer, type TokenVectors, UsageError } from '@prattle/core';
import type { PreparedRun } from './prepare.js';

/** What a run's embeddings start from, if it says so. @throws UsageError when its data has no tokens */
export async function vectorsFor({ spec, tokenizer }: PreparedRun, storage: Storage): Promise<TokenVectors | undefined> {
  const { embeddings } = spec.training;
  if (embeddings === '') return undefined;
  if (tokenizer) return readTokenVectors(storage, embeddings, tokenizer);
  throw new UsageError({
    package: 'runs',
    code: 'no-tokens',
    what: `${embeddings} holds vectors for tokens, and the data of this run has none`,
    remedy: 'Leave embeddings out.',
  });
}

/**
 * Reads vectors for a tokenizer's tokens to start from. Either lines of text, a token and its numbers with one space before
 * each, as word2vec and GloVe have them (a first line with two counts is passed over), in which tokens are looked up by their text,
 * with and without spaces around it; or a `.safetensors` file with a matrix of one row for every token id.
 *
 * @throws DatasetError when the file holds no such vectors, or none for any of the tokens
 */
async function readTokenVectors(storage: Storage, path: string, tokenizer: Tokenizer): Promise<TokenVectors> {
  const bytes = await storage.read(path);
  if (path.endsWith('.safetensors')) return matrixIn(bytes, path, tokenizer.vocabularySize);
  const { width, byText } = parseVectors(decodeText(bytes), path);
  const byToken = new Map<number, Float32Array>();
  for (let id = 0; id < tokenizer.vocabularySize; id++) {
    const text = tokenizer.decode([id]);
    const vector = byText.get(text) ?? byText.get(text.trim());
    if (vector) byToken.set(id, vector);
  }
  if (byToken.size > 0) return { width, byToken };
  throw unusable(path, `has vectors for ${byText.size} tokens, none of which the tokenizer has`, 'Choose vectors for tokens like its own');
}

/** @returns the vectors by the text of their token */
function parseVectors(text: string, path: string): { readonly width: number; readonly byText: ReadonlyMap<string, Float32Array> } {
  const byText = new Map<string, Float32Array>();
  let width = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // A token may be a space, or hold some: the numbers are counted from the end, as many as in the first line.
    const fields = line.split(' ');
    if (line === '' || (index === 0 && /^\d+ \d+$/.test(line))) continue;
    if (width === 0) width = fields.length - 1;
    const numbers = Float32Array.from(fields.slice(-width), Number);
    if (width < 1 || fields.length <= width || numbers.some(Number.isNaN)) {
      throw unusable(
        path,
        `has no token and ${Math.max(1, width)} numbers in line ${index + 1}`,
        'Each line must be a token and its numbers',
      );
    }
    byText.set(fields.slice(0, -width).join(' '), numbers);
  }
  return { width, byText };
}

/** The only matrix with a row for each token. */
function matrixIn(bytes: Uint8Array, path: string, vocabularySize: number): TokenVectors {
  const { tensors } = readSafetensors(bytes, path);
  const matrices = [...tensors].filter(([, { shape }]) => shape.length === 2 && shape[0] === vocabularySize);
  const [only] = matrices;
  if (!only || matrices.length > 1) {
    const found = matrices.length === 0 ? 'no matrix' : `several matrices (${matrices.map(([name]) => name).join(', ')})`;
    throw unusable(path, `has ${found} of ${vocabularySize} rows, one for each token`, 'Give a file with one such matrix');
  }
  const [, { values, shape }] = only;
  const width = shape[1] ?? 0;
  const row = (token: number) => Float32Array.from(values.subarray(token * width, (token + 1) * width));
  return { width, byToken: new Map(Array.from({ length: vocabularySize }, (_, token) => [token, row(token)])) };
}

function unusable(path: string, what: string, remedy: string): DatasetError {
  return new DatasetError({ package: 'runs', code: 'bad-vectors', what: `${path} ${what}`, remedy });
}
