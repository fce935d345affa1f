import { add } from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { requireSameShape } from '../usage.js';

const operation: FusedOperation<'PrattleAdd', 'PrattleAdd'> = {
  kernel: 'PrattleAdd',
  gradientKernel: 'PrattleAdd',
  keeps: [],
  keepsOutput: () => false,
  gradient: ({ dy }) => ({ a: dy, b: dy }),
};

/** a + b, of one shape: a residual connection. Its gradient goes to both unchanged, without a copy. */
export function residualAdd(a: Tensor, b: Tensor): Tensor {
  requireSameShape('residualAdd', a, b);
  const kernel = usableKernel(operation);
  return kernel ? runFused(operation, kernel, { a: real(a), b: real(b) }, { reuse: false }) : add(real(a), real(b));
}
