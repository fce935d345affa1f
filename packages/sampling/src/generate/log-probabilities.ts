/** A token with the natural logarithm of its probability. */
export interface TokenLogProbability {
  readonly token: number;
  readonly logProbability: number;
}

/** log softmax(logits)[token], in float64. `-Infinity` for a token that cannot be. */
export function logProbability(logits: ArrayLike<number>, token: number): number {
  return (logits[token] ?? Number.NEGATIVE_INFINITY) - logSumExp(logits);
}

/** The `count` likeliest tokens, likeliest first and the lower id first among equals. */
export function topLogProbabilities(logits: ArrayLike<number>, count: number): TokenLogProbability[] {
  const total = logSumExp(logits);
  return Array.from({ length: logits.length }, (_, token) => token)
    .sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b)
    .slice(0, count)
    .map((token) => ({ token, logProbability: (logits[token] ?? 0) - total }));
}

/** log Σ exp(logits), shifted by the largest so that nothing overflows. */
function logSumExp(logits: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) largest = Math.max(largest, logits[id] ?? 0);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] ?? 0) - largest);
  return largest + Math.log(sum);
}
