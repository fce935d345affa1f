/** Token ids in the smallest array that holds a vocabulary. */
export type TokenArray = Uint8Array | Uint16Array | Int32Array;

/** @returns zeros */
export function tokenArray(length: number, vocabularySize: number): TokenArray {
  if (vocabularySize <= 0x100) return new Uint8Array(length);
  if (vocabularySize <= 0x10000) return new Uint16Array(length);
  return new Int32Array(length);
}

/** Collects token ids whose number is not known beforehand. */
export class TokenCollector {
  #tokens: TokenArray;
  #length = 0;

  /** @param expected about how many there will be; a guess that is too high costs address space, not memory */
  constructor(
    expected: number,
    private readonly vocabularySize: number,
  ) {
    this.#tokens = tokenArray(expected, vocabularySize);
  }

  get length(): number {
    return this.#length;
  }

  append(ids: ArrayLike<number>): void {
    const length = this.#length + ids.length;
    if (length > this.#tokens.length) this.#grow(Math.max(length, 2 * this.#tokens.length));
    this.#tokens.set(ids, this.#length);
    this.#length = length;
  }

  finish(): TokenArray {
    const wasteful = this.#length < 0.75 * this.#tokens.length;
    return wasteful ? this.#tokens.slice(0, this.#length) : this.#tokens.subarray(0, this.#length);
  }

  #grow(capacity: number): void {
    const tokens = tokenArray(capacity, this.vocabularySize);
    tokens.set(this.#tokens.subarray(0, this.#length));
    this.#tokens = tokens;
  }
}
