import { describe, expect, it } from 'vitest';
import { gridTrials, parseVariation, randomTrials } from './trials.js';

const variations = (...texts: string[]) => texts.map(parseVariation);

describe('parseVariation', () => {
  it('reads lists, whole ranges and what lies between', () => {
    expect(parseVariation('model.width=32,64').values).toEqual({ kind: 'list', items: ['32', '64'] });
    expect(parseVariation('seed=1..3').values).toEqual({ kind: 'list', items: ['1', '2', '3'] });
    expect(parseVariation('lr=0.1..0.5').values).toEqual({ kind: 'range', low: 0.1, high: 0.5, logarithmic: false });
    expect(parseVariation('lr=log:1e-4..1').values).toEqual({ kind: 'range', low: 1e-4, high: 1, logarithmic: true });
  });

  it.each(['width', 'width=', '=3', 'lr=2..1', 'lr=log:0..1'])('refuses %s', (text) => {
    expect(() => parseVariation(text)).toThrow(/cannot be varied so/);
  });
});

describe('trials', () => {
  it('of a grid are all combinations', () => {
    expect(gridTrials(variations('a=x,y', 'seed=1..2'))).toEqual([
      { a: 'x', seed: '1' },
      { a: 'x', seed: '2' },
      { a: 'y', seed: '1' },
      { a: 'y', seed: '2' },
    ]);
    expect(() => gridTrials(variations('lr=0.1..0.5'))).toThrow(/--search random/);
  });

  it('of a random search are drawn, the same from the same seed, more going on where fewer ended', () => {
    const drawn = randomTrials(variations('lr=log:1e-4..1', 'a=x,y'), 200, 7);
    expect(randomTrials(variations('lr=log:1e-4..1', 'a=x,y'), 5, 7)).toEqual(drawn.slice(0, 5));
    expect(randomTrials(variations('lr=log:1e-4..1', 'a=x,y'), 5, 8)).not.toEqual(drawn.slice(0, 5));
    const small = drawn.filter(({ lr }) => Number(lr) < 1e-2).length;
    expect(small).toBeGreaterThan(70);
    expect(small).toBeLessThan(130);
    expect(new Set(drawn.map(({ a }) => a))).toEqual(new Set(['x', 'y']));
  });
});
