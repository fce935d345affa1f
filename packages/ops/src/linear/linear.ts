import type * as tf from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import type { Activation, LinearLayout } from '../kernels.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension, shapeError } from '../usage.js';
import { needsPreactivation } from './activations.js';
import { linearReference } from './reference.js';

export interface LinearOptions {
  /** [out] */
  readonly bias?: Tensor;
  /** Default: none. */
  readonly activation?: Activation;
  /** Added after the activation; of the result's shape. */
  readonly residual?: Tensor;
  /** How the weight lies: PyTorch's [out, in], the default, or [in, out]. */
  readonly layout?: LinearLayout;
}

const operation: FusedOperation<'PrattleLinear', 'PrattleLinearGradient'> = {
  kernel: 'PrattleLinear',
  gradientKernel: 'PrattleLinearGradient',
  keeps: ['x', 'weight'],
  keepsOutput: ({ activation, keepPreactivation }) => activation !== 'none' && !keepPreactivation,
  gradient({ dy, inputs, outputs, attrs, needs, exclusive }, kernel) {
    const { x, weight } = inputs;
    const { activation, layout } = attrs;
    const preactivation = outputs[1] ?? undefined;
    const y = operation.keepsOutput(attrs) ? outputs[0] : undefined;
    const [dx, dweight, dbias] = kernel(
      { dy, x, weight, y, preactivation },
      {
        activation,
        layout,
        needs: { x: needs.x === true, weight: needs.weight === true, bias: needs.bias === true },
        consume: exclusive && !needs.residual,
      },
    );
    return { x: dx, weight: dweight, bias: dbias, residual: needs.residual ? dy : null };
  },
};

/**
 * A dense layer: `y = activation(x · weightᵀ + bias) + residual`.
 *
 * @param x float32 [..., in]
 * @param weight float32 [out, in] (or [in, out], see `layout`)
 * @returns float32 [..., out]
 * @throws UsageError when the shapes do not fit
 */
export function linear(x: Tensor, weight: Tensor, options: LinearOptions = {}): Tensor {
  const { bias, activation = 'none', residual, layout = 'out-in' } = options;
  checkShapes(x, weight, bias, residual, layout);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return linearReference(x, weight, bias, activation, residual, layout);
  const inputs: { x: tf.Tensor; weight: tf.Tensor; bias?: tf.Tensor; residual?: tf.Tensor } = { x: real(x), weight: real(weight) };
  if (bias !== undefined) inputs.bias = real(bias);
  if (residual !== undefined) inputs.residual = real(residual);
  // With a residual, the output does not tell what the activation gave.
  const keepPreactivation = needsPreactivation(activation) || (activation !== 'none' && residual !== undefined);
  return runFused(operation, kernel, inputs, { activation, layout, keepPreactivation });
}

function checkShapes(x: Tensor, weight: Tensor, bias: Tensor | undefined, residual: Tensor | undefined, layout: LinearLayout): void {
  const [first = 0, second = 0] = weight.shape;
  const [width, outputs] = layout === 'out-in' ? [second, first] : [first, second];
  if (weight.shape.length !== 2 || lastDimension(x) !== width || x.shape.length === 0) {
    throw shapeError(
      'linear',
      `x [${x.shape}] does not fit the weight [${weight.shape}] (${layout})`,
      'The last axis of x has to be as long as the weight’s input axis.',
    );
  }
  if (bias !== undefined && bias.size !== outputs) {
    throw shapeError(
      'linear',
      `the bias [${bias.shape}] does not fit the weight [${weight.shape}] (${layout})`,
      `Give a bias of shape [${outputs}].`,
    );
  }
  if (residual !== undefined && residual.size * width !== x.size * outputs) {
    throw shapeError(
      'linear',
      `the residual [${residual.shape}] does not have the shape of the result`,
      `Its shape has to be [${[...x.shape.slice(0, -1), outputs]}].`,
    );
  }
}
