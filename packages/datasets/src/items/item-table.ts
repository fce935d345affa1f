import type { TokenArray } from '../token-array.js';

/** Short token sequences, end to end in one array. */
export class ItemTable {
  /** @param offsets int32 [items + 1]: item i is tokens[offsets[i]] up to tokens[offsets[i + 1]] */
  constructor(
    private readonly tokens: TokenArray,
    private readonly offsets: Int32Array,
  ) {}

  get count(): number {
    return this.offsets.length - 1;
  }

  /** Tokens of the longest item. */
  get longest(): number {
    let longest = 0;
    for (let item = 0; item < this.count; item++) longest = Math.max(longest, this.#end(item) - this.#start(item));
    return longest;
  }

  /** A view, not a copy. */
  item(index: number): TokenArray {
    return this.tokens.subarray(this.#start(index), this.#end(index));
  }

  #start(index: number): number {
    return this.offsets[index] ?? 0;
  }

  #end(index: number): number {
    return this.offsets[index + 1] ?? 0;
  }
}
