/**
 * Logarithm, sine and cosine as ATen's AVX2 kernels compute them: Cephes' float32 polynomials (S. Moshier), in which the
 * compiler has fused multiplications with the additions that follow. Bit for bit what `torch.randn` of 16 and more is
 * made from.
 */
const { fround } = Math;

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
  3.3333331174e-1,
].map(fround);
const COSINE = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround);
const SINE = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);

/** ln 2 and π/4 as sums of a few-bit number and the rest, so that their products with small integers are exact. */
const LN_2 = [0.693359375, -2.1219444e-4].map(fround) as [number, number];
const EIGHTH_TURN = [0.78515625, 2.4187564849853516e-4, 3.774894977445941e-8].map(fround) as [number, number, number];
const EIGHTHS_PER_RADIAN = fround(4 / Math.PI);
const SQRT_HALF = fround(Math.SQRT1_2);

/** a · b + c, rounded once: the product of two float32 is exact in float64. */
function fused(a: number, b: number, c: number): number {
  return fround(a * b + c);
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = fused(sum, x, coefficient);
  return sum;
}

/** Natural logarithm of a float32 on (0, 1]. */
export function fusedLog(x: number): number {
  let exponent = 0;
  let mantissa = x;
  for (; mantissa < SQRT_HALF; mantissa *= 2) exponent--;
  const m = fround(mantissa - 1);
  const square = fround(m * m);
  const [ln2High, ln2Low] = LN_2;
  const series = fused(fround(polynomial(LOG, m) * m), square, fround(exponent * ln2Low));
  return fused(exponent, ln2High, fround(m + fused(square, -0.5, series)));
}

/** Cosine and sine of a float32 angle in radians, not negative. */
export function fusedCosineAndSine(radians: number): readonly [cosine: number, sine: number] {
  // The nearest even number of eighths of a turn; what is left is on [-π/4, π/4].
  const eighths = (Math.trunc(fround(radians * EIGHTHS_PER_RADIAN)) + 1) & ~1;
  const [high, middle, low] = EIGHTH_TURN;
  const angle = fused(-eighths, low, fused(-eighths, middle, fused(-eighths, high, radians)));
  const square = fround(angle * angle);
  const near = fround(fused(fround(polynomial(COSINE, square) * square), square, fround(-0.5 * square)) + 1);
  const far = fused(fround(polynomial(SINE, square) * square), angle, angle);
  const swapped = (eighths & 2) !== 0;
  const cosine = swapped ? far : near;
  const sine = swapped ? near : far;
  const quadrant = (eighths >> 1) & 3;
  return [quadrant === 1 || quadrant === 2 ? -cosine : cosine, quadrant >= 2 ? -sine : sine];
}
