import { describe, expect, it } from 'vitest';
import { dimensionThrough, evaluate, plus, type Size } from './dimension.js';

const corners = [
  { batch: 2, time: 8 },
  { batch: 3, time: 9 },
] as const;

function through(length: (size: Size) => number) {
  const [low, high] = corners;
  return dimensionThrough(corners, [
    length(low),
    length({ batch: high.batch, time: low.time }),
    length({ batch: low.batch, time: high.time }),
    length(high),
  ]);
}

describe('a dimension', () => {
  it.each<[string, (size: Size) => number]>([
    ['a constant', () => 7],
    ['the batch', ({ batch }) => batch],
    ['a padded time', ({ time }) => time + 3],
    ['rows', ({ batch, time }) => 4 * batch * time],
    ['all of it', ({ batch, time }) => 2 * batch * time - 3 * batch + 5 * time - 7],
  ])('is found from its values at four sizes: %s', (_, length) => {
    const dimension = through(length);
    const elsewhere = { batch: 11, time: 5 };
    expect(evaluate(dimension ?? Number.NaN, elsewhere)).toBe(length(elsewhere));
  });

  it('is not guessed from halves', () => {
    expect(through(({ time }) => time / 3)).toBeUndefined();
  });

  it('that does not vary is a number', () => {
    const time = through((size) => size.time) ?? 0;
    const opposite = through((size) => 5 - size.time) ?? 0;
    expect(plus(time, opposite)).toBe(5);
  });
});
