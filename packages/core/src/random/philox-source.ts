import { badState, checkRange, checkSeed, placeOf, runningSums } from './checks.js';
import { fill } from './fill.js';
import { normalPair32 } from './float32.js';
import { type PhiloxKey, philoxBlock, STREAM_DOMAIN, seedKey, uniformOf } from './philox.js';
import type { PhiloxState, RandomSource, RandomState } from './random-source.js';

/**
 * A stream of random numbers that is the same on every backend: word `n` of the stream is lane `n mod 4` of the Philox
 * block of counter `[n / 4 low, n / 4 high, 0, 1]`. The state is the seed and the number of words drawn.
 */
export class PhiloxSource implements RandomSource {
  readonly generator = 'philox';
  #seed: number;
  #key: PhiloxKey;
  #position = 0;
  readonly #block = new Uint32Array(4);
  #blockNumber = -1;

  constructor(seed: number) {
    checkSeed(seed);
    this.#seed = seed;
    this.#key = seedKey(seed);
  }

  uniform(size: number, low = 0, high = 1): Float32Array {
    const start = Math.fround(low);
    const span = Math.fround(high - low);
    const end = Math.fround(high);
    return fill(size, () => {
      const value = Math.fround(start + Math.fround(uniformOf(this.#word()) * span));
      // Rounding may reach the excluded end.
      return value < end ? value : start;
    });
  }

  /** Draws in pairs: of an odd size, the last pair's second number is lost. */
  normal(size: number, mean = 0, deviation = 1): Float32Array {
    const values = new Float32Array(size);
    const scale = Math.fround(deviation);
    const shift = Math.fround(mean);
    for (let index = 0; index < size; index += 2) {
      const u = uniformOf(this.#word()) + 2 ** -24;
      const [first, second] = normalPair32(u, uniformOf(this.#word()));
      values[index] = Math.fround(first * scale) + shift;
      if (index + 1 < size) values[index + 1] = Math.fround(second * scale) + shift;
    }
    return values;
  }

  /** Without bias: words from the incomplete last range are drawn again. */
  integers(size: number, low: number, high: number): Int32Array {
    checkRange(low, high);
    const values = new Int32Array(size);
    for (let index = 0; index < size; index++) values[index] = low + this.#below(high - low);
    return values;
  }

  /** Fisher and Yates, from the front. */
  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, index) => index);
    for (let index = 0; index < size - 1; index++) {
      const other = index + this.#below(size - index);
      const value = order[index] ?? 0;
      order[index] = order[other] ?? 0;
      order[other] = value;
    }
    return order;
  }

  bernoulli(size: number, probability: number): Float32Array {
    const limit = Math.fround(probability);
    return fill(size, () => (uniformOf(this.#word()) < limit ? 1 : 0));
  }

  multinomial(weights: Float32Array, size: number): Int32Array {
    const sums = runningSums(weights);
    const total = sums[sums.length - 1] ?? 0;
    return Int32Array.from({ length: size }, () => placeOf(this.#word() * 2 ** -32 * total, sums));
  }

  state(): PhiloxState {
    return { generator: 'philox', seed: this.#seed, position: this.#position };
  }

  restore(state: RandomState): void {
    const { seed, position } = state as PhiloxState;
    if (![seed, position].every((count) => Number.isSafeInteger(count) && count >= 0)) throw badState('philox');
    this.#seed = seed;
    this.#key = seedKey(seed);
    this.#position = position;
    this.#blockNumber = -1;
  }

  #word(): number {
    const blockNumber = Math.floor(this.#position / 4);
    if (blockNumber !== this.#blockNumber) {
      philoxBlock([blockNumber >>> 0, Math.floor(blockNumber / 2 ** 32), 0, STREAM_DOMAIN], this.#key, this.#block);
      this.#blockNumber = blockNumber;
    }
    return this.#block[this.#position++ & 3] ?? 0;
  }

  #below(range: number): number {
    const rejected = 2 ** 32 % range;
    let word = this.#word();
    while (word < rejected) word = this.#word();
    return word % range;
  }
}
