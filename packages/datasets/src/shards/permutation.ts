/** Enough for every bit of the result to depend on every bit of the number. */
const ROUNDS = 6;

/**
 * The numbers below `size` in a random order that is never written down: a Feistel network on as many bits as the size
 * needs, walked along its cycle until it is back below the size. Place i of the order is `permute(i)`, at once.
 *
 * @param size at most 2^52
 * @param key decides the order
 */
export function createPermutation(size: number, key: readonly [number, number]): (place: number) => number {
  let bits = 1;
  while (2 ** (2 * bits) < size) bits++;
  const half = 2 ** bits;
  const once = (number: number): number => {
    let left = Math.floor(number / half);
    let right = number % half;
    for (let round = 0; round < ROUNDS; round++) {
      const mixed = (left ^ mix(right, key[0] + Math.imul(round, 0x9e3779b9), key[1])) & (half - 1);
      left = right;
      right = mixed;
    }
    return left * half + right;
  };
  return (place) => {
    let number = once(place);
    while (number >= size) number = once(number);
    return number;
  };
}

/** Murmur3's finaliser over a number and a key. @returns an int32 */
export function mix(number: number, first: number, second: number): number {
  let hash = number ^ first;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) ^ second;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
