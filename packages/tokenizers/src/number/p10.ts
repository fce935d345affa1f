import { digitsOf, idsFrom, MINUS, type NumberScheme, numberOf, PLUS, SIGN_NAMES, ZERO } from './scheme.js';

const BASE = 10;
const FIRST_EXPONENT = ZERO + BASE;

export interface P10Settings {
  /** Digits of the mantissa. */
  readonly digits: number;
  /** Largest power of ten, either way. */
  readonly exponent: number;
}

/**
 * P10: sign, the digits of a whole mantissa, and one token for the power of ten. 3.14 with three digits is
 * `+ 3 1 4 E-2` (Charton 2022, "Linear algebra with transformers"). What is too small becomes zero.
 */
export function p10Scheme({ digits: count, exponent: limit }: P10Settings): NumberScheme {
  const exponents = idsFrom(FIRST_EXPONENT, 2 * limit + 1);
  const zeroExponent = FIRST_EXPONENT + limit;
  const zero = [PLUS, ...new Array<number>(count).fill(ZERO), zeroExponent];
  return {
    names: [...SIGN_NAMES, ...idsFrom(0, BASE).map(String), ...exponents.map((id) => `E${id - zeroExponent}`)],
    length: count + 2,
    encode(value) {
      if (value === 0) return zero;
      const { digits, power } = digitsOf(Math.abs(value), BASE, count);
      const exponent = power - count + 1;
      if (exponent > limit) return undefined;
      if (exponent < -limit) return zero;
      return [value < 0 ? MINUS : PLUS, ...digits.map((digit) => ZERO + digit), zeroExponent + exponent];
    },
    decode([sign, ...rest]) {
      const digits = rest.slice(0, count).map((id) => id - ZERO);
      const exponent = (rest[count] ?? 0) - zeroExponent;
      const fits = (sign === PLUS || sign === MINUS) && digits.every((digit) => digit >= 0 && digit < BASE) && Math.abs(exponent) <= limit;
      return fits ? (sign === MINUS ? -1 : 1) * numberOf(digits, exponent + count - 1, BASE) : Number.NaN;
    },
    next(prefix) {
      const [sign, first] = prefix;
      if (sign === undefined) return [PLUS, MINUS];
      // Nothing but zero begins with a zero, and zero has no other sign and no other exponent.
      if (first === undefined) return idsFrom(sign === PLUS ? ZERO : ZERO + 1, sign === PLUS ? BASE : BASE - 1);
      if (prefix.length <= count) return first === ZERO ? [ZERO] : idsFrom(ZERO, BASE);
      return first === ZERO ? [zeroExponent] : exponents;
    },
  };
}
