import { UsageError } from '../errors/kinds.js';

/** @throws UsageError unless it is a whole number from 0 to 2^53 - 1 */
export function checkSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw usage('bad-seed', `The seed ${seed} is not a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`, 'Choose one that is.');
}

export function badState(generator: string): UsageError {
  return usage('bad-random-state', `This is not the state of a ${generator} generator`, 'Give what its `state()` gave.');
}

/** @throws UsageError unless low < high, both int32 */
export function checkRange(low: number, high: number): void {
  if (Number.isInteger(low) && Number.isInteger(high) && low < high && low >= -(2 ** 31) && high <= 2 ** 31) return;
  throw usage(
    'bad-range',
    `There are no 32-bit integers from ${low} up to, and without, ${high}`,
    'Give two whole numbers, the lower one first.',
  );
}

/**
 * The running sums of unnormalised weights.
 * @throws UsageError unless every weight is finite and not negative, and one is positive
 */
export function runningSums(weights: Float32Array): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => {
    if (!(weight >= 0) || weight === Number.POSITIVE_INFINITY) {
      throw usage('bad-weights', `Weight ${index} is ${weight}`, 'Weights to draw from are finite and not negative.');
    }
    sum += weight;
    sums[index] = sum;
  });
  if (sum > 0) return sums;
  throw usage('bad-weights', 'No weight to draw from is positive', 'Leave at least one possibility.');
}

/** The first place whose running sum exceeds the value; the last place that has any weight when rounding left none. */
export function placeOf(value: number, sums: Float64Array): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  while (low > 0 && sums[low] === sums[low - 1]) low--;
  return low;
}

function usage(code: string, what: string, remedy: string): UsageError {
  return new UsageError({ package: 'core', code, what, remedy });
}
