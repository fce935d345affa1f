import { relu } from '../activation/activation.js';
import { add, div, mul, sub } from '../plain/arithmetic.js';
import { neg } from '../plain/functions.js';
import { noGradient } from '../tape/value-and-gradients.js';
import type { Tensor } from '../tensor.js';
import { fill } from '../tensors/create.js';
import { tidy } from '../tensors/lifetime.js';

/** Far below every excess over a limit that is worth the name. */
const TINY = 1e-30;

/**
 * Every gradient cut to [-limit, limit], as torch.nn.utils.clip_grad_value_. Made of operations that backends record; what
 * lies within the limits comes back bit for bit. Not differentiable.
 */
export function clipValues(gradients: readonly Tensor[], limit: number): Tensor[] {
  return noGradient(() => gradients.map((gradient) => tidy(() => clipped(gradient, limit))));
}

function clipped(gradient: Tensor, limit: number): Tensor {
  const most = fill([], limit);
  const above = isPositive(sub(gradient, most));
  const below = isPositive(sub(neg(gradient), most));
  return add(mul(gradient, sub(fill([], 1), add(above, below))), mul(sub(above, below), most));
}

/** 1 where x is greater than 0, else 0. */
function isPositive(x: Tensor): Tensor {
  const excess = relu(x);
  return div(excess, add(excess, fill([], TINY)));
}
