import { digitsOf, idsFrom, MINUS, type NumberScheme, numberOf, PLUS, SIGN_NAMES, ZERO } from './scheme.js';

export interface IeeeSettings {
  readonly base: number;
  readonly exponentDigits: number;
  readonly digits: number;
}

/**
 * As IEEE 754 lays numbers out: sign, sign of the exponent, digits of the exponent, digits of the mantissa, of which the
 * first stands before the point. 123.4 in base 10 with one and four digits is `+ + 2 1 2 3 4` (Song et al. 2024,
 * "OmniPred"). What is too small becomes zero.
 */
export function ieeeScheme({ base, exponentDigits, digits: count }: IeeeSettings): NumberScheme {
  const limit = base ** exponentDigits - 1;
  const mantissaAt = 2 + exponentDigits;
  const zero = [PLUS, PLUS, ...new Array<number>(exponentDigits + count).fill(ZERO)];
  const anyDigit = idsFrom(ZERO, base);
  const notZero = idsFrom(ZERO + 1, base - 1);
  return {
    names: [...SIGN_NAMES, ...idsFrom(0, base).map((digit) => digit.toString(base))],
    length: mantissaAt + count,
    encode(value) {
      if (value === 0) return zero;
      const { digits, power } = digitsOf(Math.abs(value), base, count);
      if (power > limit) return undefined;
      if (power < -limit) return zero;
      const exponent = Array.from(Math.abs(power).toString(base).padStart(exponentDigits, '0'), (digit) => Number.parseInt(digit, base));
      return [value < 0 ? MINUS : PLUS, power < 0 ? MINUS : PLUS, ...[...exponent, ...digits].map((digit) => ZERO + digit)];
    },
    decode([sign, exponentSign, ...rest]) {
      const digits = rest.map((id) => id - ZERO);
      const signed = [sign, exponentSign].every((id) => id === PLUS || id === MINUS);
      if (!signed || digits.some((digit) => digit < 0 || digit >= base)) return Number.NaN;
      const power = digits.slice(0, exponentDigits).reduce((sum, digit) => sum * base + digit, 0);
      return (sign === MINUS ? -1 : 1) * numberOf(digits.slice(exponentDigits), exponentSign === MINUS ? -power : power, base);
    },
    next(prefix) {
      const place = prefix.length;
      if (place < 2) return [PLUS, MINUS];
      const noPower = prefix.slice(2, mantissaAt).every((id) => id === ZERO);
      // The power zero has no minus.
      if (place < mantissaAt) return place === mantissaAt - 1 && prefix[1] === MINUS && noPower ? notZero : anyDigit;
      // Nothing but zero begins with a zero, and zero has no power and no minus.
      if (place === mantissaAt) return prefix[0] === PLUS && prefix[1] === PLUS && noPower ? anyDigit : notZero;
      return prefix[mantissaAt] === ZERO ? [ZERO] : anyDigit;
    },
  };
}
