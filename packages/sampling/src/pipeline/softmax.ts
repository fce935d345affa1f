/** Softmax in float64, shifted by the largest logit so that nothing overflows. `-Infinity` gives exactly 0. */
export function softmaxInto(target: Float64Array, logits: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) largest = Math.max(largest, logits[id] ?? 0);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) {
    const weight = Math.exp((logits[id] ?? 0) - largest);
    target[id] = weight;
    sum += weight;
  }
  for (let id = 0; id < logits.length; id++) target[id] = (target[id] ?? 0) / sum;
}
