import { linear } from '../linear/linear.js';
import { concat } from '../plain/shape.js';
import { shiftRight } from '../plain/shift.js';
import type { Tensor } from '../tensor.js';

/** `causalConvolution` as a linear layer over the positions that it reads, laid side by side. */
export function causalConvolutionReference(x: Tensor, weight: Tensor, bias: Tensor | undefined, taps: number, dilation: number): Tensor {
  const read = Array.from({ length: taps }, (_, tap) => shiftRight(x, (taps - 1 - tap) * dilation));
  return linear(concat(read, 2), weight, bias ? { bias } : {});
}
