import type { Tokenizer } from '../contracts/tokenizer.js';

/** Encodes a text that comes in chunks: together the ids are those of the whole text, however it is cut. */
export interface EncodeStream {
  /** @returns the ids that are settled by now, none perhaps */
  push(chunk: string): Int32Array;
  /** @returns the ids of what is left; the stream then begins anew */
  end(): Int32Array;
}

/**
 * @example
 * const stream = createEncodeStream(tokenizer);
 * for await (const chunk of response) write(stream.push(chunk));
 * write(stream.end());
 */
export function createEncodeStream(tokenizer: Pick<Tokenizer, 'encode' | 'safeCut'>): EncodeStream {
  let rest = '';
  return {
    push(chunk) {
      const open = rest + chunk;
      const cut = tokenizer.safeCut(open);
      const ids = tokenizer.encode(open.slice(0, cut));
      rest = open.slice(cut);
      return ids;
    },
    end() {
      const ids = tokenizer.encode(rest);
      rest = '';
      return ids;
    },
  };
}

/** The ids of a text in chunks, in pieces that are not empty. */
export function* encodeChunks(tokenizer: Pick<Tokenizer, 'encode' | 'safeCut'>, chunks: Iterable<string>): Generator<Int32Array> {
  const stream = createEncodeStream(tokenizer);
  for (const chunk of chunks) {
    const ids = stream.push(chunk);
    if (ids.length > 0) yield ids;
  }
  const last = stream.end();
  if (last.length > 0) yield last;
}
