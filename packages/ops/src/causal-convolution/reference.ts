import { linear } from '../linear/linear.js';
import { concat, slice } from '../plain/shape.js';
import type { Tensor } from '../tensor.js';
import { fill } from '../tensors/create.js';

/** `causalConvolution` as a linear layer over the positions that it reads, laid side by side. */
export function causalConvolutionReference(x: Tensor, weight: Tensor, bias: Tensor | undefined, taps: number, dilation: number): Tensor {
  const read = Array.from({ length: taps }, (_, tap) => shiftRight(x, (taps - 1 - tap) * dilation));
  return linear(concat(read, 2), weight, bias ? { bias } : {});
}

/** What stood `by` positions earlier, zeros where nothing did: [B, T, C] → [B, T, C]. */
function shiftRight(x: Tensor, by: number): Tensor {
  const [batch = 0, time = 0, width = 0] = x.shape;
  const gap = Math.min(by, time);
  if (gap === 0) return x;
  const before = fill([batch, gap, width], 0);
  return gap === time ? before : concat([before, slice(x, [0, 0, 0], [batch, time - gap, width])], 1);
}
