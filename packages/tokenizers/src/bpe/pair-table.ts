const ABSENT = -1;

/** A map from pairs of token ids to whole numbers: open addressing in three flat arrays. */
export class PairTable {
  #lefts: Int32Array;
  #rights: Int32Array;
  #values: Int32Array;
  #count = 0;

  constructor(expected = 1 << 10) {
    let size = 16;
    while (size < 2 * expected) size *= 2;
    this.#lefts = new Int32Array(size);
    this.#rights = new Int32Array(size);
    this.#values = new Int32Array(size).fill(ABSENT);
  }

  /** The pair's value, or -1. */
  get(left: number, right: number): number {
    return this.#values[this.#slot(left, right)] ?? ABSENT;
  }

  /** @param value not negative */
  set(left: number, right: number, value: number): void {
    const slot = this.#slot(left, right);
    if (this.#values[slot] === ABSENT) this.#count++;
    this.#lefts[slot] = left;
    this.#rights[slot] = right;
    this.#values[slot] = value;
    if (2 * this.#count > this.#values.length) this.#grow();
  }

  #slot(left: number, right: number): number {
    const lefts = this.#lefts;
    const rights = this.#rights;
    const values = this.#values;
    const mask = values.length - 1;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (values[slot] !== ABSENT && (lefts[slot] !== left || rights[slot] !== right)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const lefts = this.#lefts;
    const rights = this.#rights;
    const values = this.#values;
    this.#lefts = new Int32Array(2 * values.length);
    this.#rights = new Int32Array(2 * values.length);
    this.#values = new Int32Array(2 * values.length).fill(ABSENT);
    values.forEach((value, from) => {
      if (value === ABSENT) return;
      const slot = this.#slot(lefts[from] ?? 0, rights[from] ?? 0);
      this.#lefts[slot] = lefts[from] ?? 0;
      this.#rights[slot] = rights[from] ?? 0;
      this.#values[slot] = value;
    });
  }
}
