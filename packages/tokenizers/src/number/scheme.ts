/** How numbers become tokens: always as many of them, the first one the sign. */
export interface NumberScheme {
  /** What every id is called, in order. */
  readonly names: readonly string[];
  /** Tokens of a number. */
  readonly length: number;
  /** @returns undefined for a number that is too large */
  encode(value: number): readonly number[] | undefined;
  /** @param ids `length` of them. @returns NaN when they do not make a number */
  decode(ids: readonly number[]): number;
  /** The ids that may come next in a number that has begun so; `encode` gives nothing else, and every way leads to a number. */
  next(prefix: readonly number[]): readonly number[];
}

/** Ids of the signs, which every scheme begins with. */
export const PLUS = 0;
export const MINUS = 1;
/** Id of the digit 0; the others follow. */
export const ZERO = 2;

export const SIGN_NAMES = ['+', '-'];

/** The ids from `first` on, `count` of them. */
export function idsFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/**
 * A number as so many digits that count and the power of the base that the first of them stands for.
 * @returns digits without a leading zero
 */
export function digitsOf(magnitude: number, base: number, count: number): { readonly digits: readonly number[]; readonly power: number } {
  if (base === 10) {
    const [mantissa = '', power = '0'] = magnitude.toExponential(count - 1).split('e');
    return { digits: Array.from(mantissa.replace('.', ''), Number), power: Number(power) };
  }
  let power = Math.floor(Math.log(magnitude) / Math.log(base));
  // The logarithm may be off by one beside a power of the base, and rounding may carry into another digit.
  while (magnitude >= base ** (power + 1)) power++;
  while (magnitude < base ** power) power--;
  let whole = Math.round((magnitude / base ** power) * base ** (count - 1));
  if (whole >= base ** count) {
    whole /= base;
    power++;
  }
  return { digits: Array.from(whole.toString(base).padStart(count, '0'), (digit) => Number.parseInt(digit, base)), power };
}

/** The other way round. Exact where the base is ten: the number that a person would write so. */
export function numberOf(digits: readonly number[], power: number, base: number): number {
  if (base === 10) return Number(`${digits.join('')}e${power - digits.length + 1}`);
  return digits.reduce((whole, digit) => whole * base + digit, 0) * base ** (power - digits.length + 1);
}
