/**
 * Logarithm, cosine and sine in float32, every operation rounded to float32 and in a fixed order: the same bits in
 * JavaScript, C++ (without contraction to fused multiply-adds) and CUDA. The libraries' own functions differ from each
 * other in the last digit.
 */
const { fround, sqrt } = Math;

const SQRT_HALF = fround(Math.SQRT1_2);
const LN_2 = fround(Math.LN2);

/** Coefficients of 2·artanh(s) / s = 2 + 2/3·s² + 2/5·s⁴ + …, from the highest used power down. */
const ARTANH = [2 / 9, 2 / 7, 2 / 5, 2 / 3, 2].map(fround);

/** Taylor coefficients on [0, π/4], from the highest power down: cos in θ², and sin(θ)/θ in θ². */
const COSINE = [1 / 40320, -1 / 720, 1 / 24, -1 / 2, 1].map(fround);
const SINE = [1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1].map(fround);
const EIGHTH_TURN = fround(Math.PI / 4);

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = fround(fround(sum * x) + coefficient);
  return sum;
}

/** Natural logarithm of a float32 on (0, 1], to about 1e-7 relative. */
export function log32(x: number): number {
  // x = mantissa · 2^exponent with the mantissa on [√½, √2); scaling by two is exact.
  let exponent = 0;
  let mantissa = x;
  while (mantissa < SQRT_HALF) {
    mantissa *= 2;
    exponent--;
  }
  const s = fround(fround(mantissa - 1) / fround(mantissa + 1));
  return fround(fround(s * polynomial(ARTANH, fround(s * s))) + fround(exponent * LN_2));
}

/**
 * Cosine and sine of a fraction of a full turn on [0, 1), to about 1e-7 absolute. The turn is cut into eighths exactly,
 * before anything is rounded.
 */
export function cosineAndSine32(turn: number): readonly [cosine: number, sine: number] {
  const eighths = turn * 8;
  const octant = Math.floor(eighths);
  const part = eighths - octant;
  // In odd octants the angle is measured back from the next axis, so that it stays on [0, π/4].
  const angle = fround((octant % 2 === 0 ? part : 1 - part) * EIGHTH_TURN);
  const square = fround(angle * angle);
  const near = polynomial(COSINE, square);
  const far = fround(angle * polynomial(SINE, square));
  const swapped = octant % 4 === 1 || octant % 4 === 2;
  const cosine = swapped ? far : near;
  const sine = swapped ? near : far;
  return [octant >= 2 && octant < 6 ? -cosine : cosine, octant >= 4 ? -sine : sine];
}

/** Two standard normals from two uniforms (Box and Muller 1958). @param u on (0, 1] @param v on [0, 1) */
export function normalPair32(u: number, v: number): readonly [number, number] {
  const radius = fround(sqrt(fround(-2 * log32(u))));
  const [cosine, sine] = cosineAndSine32(v);
  return [fround(radius * cosine), fround(radius * sine)];
}
