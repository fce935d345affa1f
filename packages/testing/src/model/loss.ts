import type { ForwardResult, HostArray } from '@prattle/core';
import { readSync } from '@prattle/ops';

/** The loss in double precision, from what a forward pass returned. */
export function hostLoss({ logits, prediction }: ForwardResult, targets: HostArray): number {
  if (logits) return crossEntropy(readSync(logits), logits.shape.at(-1) ?? 1, targets.values);
  if (prediction) return meanSquaredError(readSync(prediction), targets.values);
  throw new Error('The forward pass returned neither logits nor a prediction.');
}

/** Mean of -log softmax(row)[target] over the rows whose target is not -1. */
function crossEntropy(logits: ArrayLike<number>, width: number, targets: ArrayLike<number>): number {
  let sum = 0;
  let counted = 0;
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row] ?? -1;
    if (target < 0) continue;
    const values = Array.from({ length: width }, (_, i) => logits[row * width + i] ?? Number.NaN);
    const largest = Math.max(...values);
    const total = values.reduce((rest, value) => rest + Math.exp(value - largest), 0);
    sum += largest + Math.log(total) - (values[target] ?? Number.NaN);
    counted++;
  }
  return counted === 0 ? 0 : sum / counted;
}

function meanSquaredError(prediction: ArrayLike<number>, targets: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < targets.length; i++) sum += ((prediction[i] ?? Number.NaN) - (targets[i] ?? Number.NaN)) ** 2;
  return sum / targets.length;
}
