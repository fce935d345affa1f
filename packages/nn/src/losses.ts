import type { ForwardResult, Tensor } from '@prattle/core';
import { crossEntropy, fill, linear, mul, reshape, sub } from '@prattle/ops';

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
  if (!targets) return { prediction };
  const error = sub(prediction, targets);
  return { prediction, loss: mean(mul(error, error)) };
}

/** As a product with a row of 1 / n: unlike a reduction, one that every backend can record. */
function mean(x: Tensor): Tensor {
  return reshape(linear(reshape(x, [1, x.size]), fill([1, x.size], 1 / x.size)), []);
}
