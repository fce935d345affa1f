const LENGTH = 624;
const SHIFT = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

/** MT19937 (Matsumoto and Nishimura 1998), seeded as `std::mt19937` and PyTorch seed it: 32-bit words in a period of 2^19937 - 1. */
export class MersenneTwister {
  readonly #words = new Uint32Array(LENGTH);
  #next = LENGTH;

  /** @param seed only its low 32 bits count */
  constructor(seed: number) {
    this.#words[0] = seed;
    for (let index = 1; index < LENGTH; index++) {
      const before = this.#words[index - 1] ?? 0;
      this.#words[index] = Math.imul(1812433253, before ^ (before >>> 30)) + index;
    }
  }

  word(): number {
    if (this.#next === LENGTH) this.#twist();
    let word = this.#words[this.#next++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  state(): { readonly words: readonly number[]; readonly next: number } {
    return { words: Array.from(this.#words), next: this.#next };
  }

  restore(state: { readonly words: readonly number[]; readonly next: number }): void {
    this.#words.set(state.words);
    this.#next = state.next;
  }

  #twist(): void {
    const words = this.#words;
    for (let index = 0; index < LENGTH; index++) {
      const mixed = ((words[index] ?? 0) & UPPER_BIT) | ((words[(index + 1) % LENGTH] ?? 0) & LOWER_BITS);
      words[index] = (words[(index + SHIFT) % LENGTH] ?? 0) ^ (mixed >>> 1) ^ (mixed & 1 ? TWIST : 0);
    }
    this.#next = 0;
  }
}
