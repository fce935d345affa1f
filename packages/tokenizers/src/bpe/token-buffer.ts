/** Token ids in the making. */
export class TokenBuffer {
  #ids: Int32Array;
  #length = 0;

  constructor(expected: number) {
    this.#ids = new Int32Array(Math.max(16, expected));
  }

  get length(): number {
    return this.#length;
  }

  push(id: number): void {
    if (this.#length === this.#ids.length) this.#grow(this.#length + 1);
    this.#ids[this.#length++] = id;
  }

  /** Appends from[start, end). */
  append(from: Int32Array, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#ids.length) this.#grow(length);
    for (let at = start; at < end; at++) this.#ids[this.#length++] = from[at] ?? 0;
  }

  /** Appends a part of another one. */
  appendPart(other: TokenBuffer, start: number, end: number): void {
    this.append(other.#ids, start, end);
  }

  /** What is there, as a view; later additions may or may not show in it. */
  view(): Int32Array {
    return this.#ids.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    const ids = new Int32Array(Math.max(needed, 2 * this.#ids.length));
    ids.set(this.view());
    this.#ids = ids;
  }
}
