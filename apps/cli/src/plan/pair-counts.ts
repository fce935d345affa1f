import type { Batch, PreparedDataset } from '@prattle/core';

/** Enough for the pairs of characters; more would only take time. */
const MOST_TOKENS = 300_000;

/** Weight of how often a token occurs at all beside what was counted after the one before it. */
const PRIOR = 5;

/**
 * The loss of counting which token follows which, in nats a token: counted on the training split, measured on the
 * validation split. A yardstick for how hard the data is that costs a moment.
 */
export function pairLoss(dataset: PreparedDataset, shape: { readonly batch: number; readonly context: number }): number {
  const pairs = new Map<string, number>();
  const singles = new Map<number, number>();
  const followed = new Map<number, number>();
  let total = 0;
  for (const [token, next] of tokensOf(dataset.sweep('train', shape))) {
    increase(pairs, `${token},${next}`);
    increase(followed, token);
    increase(singles, next);
    total++;
  }
  const kinds = singles.size + 1;
  const measured = (dataset.sizes.validation ?? 0) > 0 ? 'validation' : 'train';
  let loss = 0;
  let count = 0;
  for (const [token, next] of tokensOf(dataset.sweep(measured, shape))) {
    const usual = ((singles.get(next) ?? 0) + 1) / (total + kinds);
    loss -= Math.log(((pairs.get(`${token},${next}`) ?? 0) + PRIOR * usual) / ((followed.get(token) ?? 0) + PRIOR));
    count++;
  }
  return loss / count;
}

/** Pairs of a token and the one that follows it. */
function* tokensOf(batches: Iterable<Batch>): Generator<readonly [token: number, next: number]> {
  let seen = 0;
  for (const { input, targets } of batches) {
    for (const [place, next] of targets.values.entries()) {
      if (next < 0) continue;
      yield [input.values[place] ?? 0, next];
    }
    seen += targets.values.length;
    if (seen >= MOST_TOKENS) return;
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
