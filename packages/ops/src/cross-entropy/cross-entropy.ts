import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension, shapeError } from '../usage.js';
import { crossEntropyReference } from './reference.js';

export interface CrossEntropyOptions {
  /** Targets with this value do not count. Default -1. */
  readonly ignoreIndex?: number;
  /** The share of the target distribution that is spread evenly over all classes, on [0, 1). Default 0. */
  readonly labelSmoothing?: number;
}

const operation: FusedOperation<'PrattleCrossEntropy', 'PrattleCrossEntropyGradient'> = {
  kernel: 'PrattleCrossEntropy',
  gradientKernel: 'PrattleCrossEntropyGradient',
  keeps: ['logits', 'targets'],
  keepsOutput: () => false,
  gradient({ dy, inputs, outputs, attrs }, kernel) {
    const { logits, targets } = inputs;
    const [dlogits] = kernel({ dy, logits, targets, stats: outputs[1] }, attrs);
    return { logits: dlogits };
  },
};

/**
 * Softmax cross-entropy in nats: the mean over the targets that count of `-Σ p · log softmax(logits)`, where p puts
 * 1 - smoothing on the target and smoothing / V on every class. 0 if no target counts. As
 * torch.nn.functional.cross_entropy, except that PyTorch's mean over nothing is NaN.
 *
 * @param logits float32 [..., V]
 * @param targets int32, of the logits' shape without V; each on [0, V) or `ignoreIndex`
 * @returns float32 scalar
 * @throws UsageError when the shapes do not fit
 */
export function crossEntropy(logits: Tensor, targets: Tensor, { ignoreIndex = -1, labelSmoothing = 0 }: CrossEntropyOptions = {}): Tensor {
  const classes = lastDimension(logits);
  if (logits.size !== targets.size * classes) {
    throw shapeError(
      'crossEntropy',
      `the targets [${targets.shape}] do not fit the logits [${logits.shape}]`,
      'Give one target for each row of logits.',
    );
  }
  const kernel = usableKernel(operation);
  if (kernel === undefined) return crossEntropyReference(real(logits), real(targets), ignoreIndex, labelSmoothing);
  return runFused(operation, kernel, { logits: real(logits), targets: real(targets) }, { ignoreIndex, labelSmoothing });
}
