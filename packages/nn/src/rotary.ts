import type { Tensor } from '@prattle/core';
import { add, concat, embedding, mul, neg, reshape, slice } from '@prattle/ops';
import type { ParameterBuilder } from './parameters.js';

export interface Rotary {
  /**
   * Turns every head by the angle of its position.
   *
   * @param x [B, T, heads · D]
   * @param positions int32 [B, T]; absent: 0 … T-1
   */
  forward(x: Tensor, heads: number, positions?: Tensor): Tensor;
}

/**
 * Rotary positions (Su et al. 2021) in the half-split form of Llama: the pair (x[d], x[d + D/2]) of each head turns by
 * the angle position · base^(-2d/D), so that a query and a key meet at an angle that depends on their distance alone.
 *
 * @param count how many positions there are
 * @param headWidth D, even
 */
export function createRotary(parameters: ParameterBuilder, count: number, headWidth: number, base = 10_000): Rotary {
  const half = headWidth / 2;
  const angles = Float64Array.from({ length: count * half }, (_, i) => Math.floor(i / half) * base ** (-(i % half) / half));
  const cosines = parameters.constant(Float32Array.from(angles, Math.cos), [count, half]);
  const sines = parameters.constant(Float32Array.from(angles, Math.sin), [count, half]);

  return {
    forward(x, heads, positions) {
      const [batch = 0, time = 0, width = 0] = x.shape;
      // [B or 1, T, 1, D/2] against [B, T, H, D/2]
      const at = (table: Tensor): Tensor =>
        positions
          ? reshape(embedding(positions, table), [batch, time, 1, half])
          : reshape(slice(table, [0, 0], [time, half]), [1, time, 1, half]);
      const [cosine, sine] = [at(cosines), at(sines)];
      const split = reshape(x, [batch, time, heads, headWidth]);
      const low = slice(split, [0, 0, 0, 0], [batch, time, heads, half]);
      const high = slice(split, [0, 0, 0, half], [batch, time, heads, half]);
      const turned = concat([add(mul(low, cosine), neg(mul(high, sine))), add(mul(high, cosine), mul(low, sine))], 3);
      return reshape(turned, [batch, time, width]);
    },
  };
}
