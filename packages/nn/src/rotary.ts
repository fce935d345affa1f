import type { Tensor } from '@prattle/core';
import { add, concat, embedding, mul, reshape, slice } from '@prattle/ops';
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
  const angles = Float64Array.from({ length: count * headWidth }, (_, i) => {
    const [position, d] = [Math.floor(i / headWidth), i % half];
    return position * base ** (-d / half);
  });
  // Of a pair (low, high) the first becomes low · cos - high · sin, the second high · cos + low · sin.
  const sign = (i: number): number => (i % headWidth < half ? -1 : 1);
  const cosines = parameters.constant(Float32Array.from(angles, Math.cos), [count, headWidth]);
  const sines = parameters.constant(
    Float32Array.from(angles, (angle, i) => sign(i) * Math.sin(angle)),
    [count, headWidth],
  );

  return {
    forward(x, heads, positions) {
      const [batch = 0, time = 0, width = 0] = x.shape;
      const rows = batch * time * heads;
      // [B or 1, T, H·D]: the same for every head
      const at = (table: Tensor): Tensor => {
        const one = positions ? embedding(positions, table) : reshape(slice(table, [0, 0], [time, headWidth]), [1, time, headWidth]);
        return concat(
          Array.from({ length: heads }, () => one),
          2,
        );
      };
      const pairs = reshape(x, [rows, headWidth]);
      const partners = concat([slice(pairs, [0, half], [rows, half]), slice(pairs, [0, 0], [rows, half])], 1);
      return add(mul(x, at(cosines)), mul(reshape(partners, [batch, time, width]), at(sines)));
    },
  };
}
