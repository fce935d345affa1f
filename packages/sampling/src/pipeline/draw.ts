/**
 * Inverse cumulative sampling in id order: the first token whose inclusive cumulative probability exceeds the uniform
 * number. Never a token of probability 0.
 *
 * @param probabilities [V], summing to 1 up to rounding
 * @param uniform on [0, 1)
 */
export function drawToken(probabilities: Float64Array, uniform: number): number {
  let cumulative = 0;
  let lastPossible = 0;
  for (let id = 0; id < probabilities.length; id++) {
    const probability = probabilities[id] ?? 0;
    if (probability === 0) continue;
    cumulative += probability;
    lastPossible = id;
    if (cumulative > uniform) return id;
  }
  // Rounding may leave the sum just below 1.
  return lastPossible;
}
