import type { ForwardResult, Tensor } from '@prattle/core';
import { crossEntropy, mean, square, sub } from '@prattle/ops';

/**
 * What a next-token family returns: the logits, and with targets the mean of -log softmax(logits)[target] in nats over
 * the positions whose target is not -1.
 *
 * @param logits float32 [B, T, V]
 * @param targets int32 [B, T]
 */
export function nextTokenResult(logits: Tensor, targets?: Tensor): ForwardResult {
  return targets ? { logits, loss: crossEntropy(logits, targets) } : { logits };
}

/**
 * What a regressor returns: the prediction, and with targets the mean squared error.
 *
 * @param prediction float32 [B, outputs], as are the targets
 */
export function regressionResult(prediction: Tensor, targets?: Tensor): ForwardResult {
  return targets ? { prediction, loss: mean(square(sub(prediction, targets))) } : { prediction };
}
