/** Four words from a counter and a key. Pure: the same inputs give the same words everywhere. */
export type PhiloxCounter = readonly [number, number, number, number];
export type PhiloxKey = readonly [number, number];

/** Multipliers and key increments of Philox4x32 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). */
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * The block function of Philox4x32-10.
 * @param counter four 32-bit words
 * @param key two 32-bit words
 * @param out where to put the four words; a new array by default
 */
export function philoxBlock(counter: PhiloxCounter, key: PhiloxKey, out: Uint32Array = new Uint32Array(4)): Uint32Array {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highProduct(MULTIPLIER_0, c0);
    const high1 = highProduct(MULTIPLIER_1, c2);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
  return out;
}

/** The upper 32 bits of the product of two unsigned 32-bit numbers, in 16-bit halves so that no bit is lost. */
function highProduct(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}

/** The upper 24 bits of a word as a float32 on [0, 1): every value is exact. */
export function uniformOf(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** The last word of a counter says what it is for, so that a stream and the masks of one key never share a block. */
const MASK_DOMAIN = 0;
export const STREAM_DOMAIN = 1;

/**
 * Whether dropout keeps an element. A pure function, so that masks are never stored, and every backend computes the
 * same ones: `uniform(philox([index >> 2, site, step, 0], key)[index & 3]) >= rate`, with the rate as a float32.
 * @param index the element's place in its tensor, in C order
 * @param site the number of the place that drops, see `StepRandom.nextSite`
 */
export function dropoutKeeps(index: number, site: number, step: number, key: PhiloxKey, rate: number): boolean {
  const word = philoxBlock([index >>> 2, site, step, MASK_DOMAIN], key)[index & 3] ?? 0;
  return uniformOf(word) >= Math.fround(rate);
}

/** A seed as Philox's key: its low 32 bits and the rest. */
export function seedKey(seed: number): PhiloxKey {
  return [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
}
