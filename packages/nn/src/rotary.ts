import type { Tensor } from '@prattle/core';
import { add, concat, mul, neg, reshape, slice, tensor } from '@prattle/ops';

/**
 * Rotary positions (Su et al. 2021) in the half-split form of Llama: the pair (x[d], x[d + D/2]) of each head turns by
 * the angle position · base^(-2d/D), so that a query and a key meet at an angle that depends on their distance alone.
 *
 * @param x [B, T, heads · D], D even
 * @param first the position of the first row
 */
export function rotary(
  x: Tensor,
  heads: number,
  { first = 0, base = 10_000 }: { readonly first?: number; readonly base?: number } = {},
): Tensor {
  const [batch = 0, time = 0, width = 0] = x.shape;
  const half = width / heads / 2;
  const cosines = new Float32Array(time * half);
  const sines = new Float32Array(time * half);
  for (let t = 0; t < time; t++) {
    for (let d = 0; d < half; d++) {
      const angle = (first + t) * base ** (-d / half);
      cosines[t * half + d] = Math.cos(angle);
      sines[t * half + d] = Math.sin(angle);
    }
  }
  // [T, 1, D/2] against [B, T, H, D/2]
  const cosine = tensor(cosines, [time, 1, half]);
  const sine = tensor(sines, [time, 1, half]);
  const split = reshape(x, [batch, time, heads, 2 * half]);
  const low = slice(split, [0, 0, 0, 0], [batch, time, heads, half]);
  const high = slice(split, [0, 0, 0, half], [batch, time, heads, half]);
  const turned = concat([add(mul(low, cosine), neg(mul(high, sine))), add(mul(high, cosine), mul(low, sine))], 3);
  return reshape(turned, [batch, time, width]);
}
