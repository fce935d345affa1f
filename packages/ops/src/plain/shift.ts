import type { Tensor } from '../tensor.js';
import { fill } from '../tensors/create.js';
import { concat, slice } from './shape.js';

/** What stood `by` positions earlier, zeros where nothing did: [B, T, C] → [B, T, C]. */
export function shiftRight(x: Tensor, by: number): Tensor {
  const [batch = 0, time = 0, width = 0] = x.shape;
  const gap = Math.min(by, time);
  if (gap === 0) return x;
  const before = fill([batch, gap, width], 0);
  return gap === time ? before : concat([before, slice(x, [0, 0, 0], [batch, time - gap, width])], 1);
}
