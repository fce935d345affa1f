import { describe, expect, it } from 'vitest';
import { describeActivation } from './activations/describe-activations.js';
import { hiddenStates } from './activations/hidden-states.js';
import { attentionMap, isAttention } from './attention/attention-maps.js';
import { nearestRows } from './embeddings/neighbours.js';
import { principalComponents } from './embeddings/principal-components.js';
import { compareParameters } from './parameters/compare-parameters.js';
import { repeatedRows } from './parameters/repeated-rows.js';
import { surprisals } from './prediction/surprisal.js';
import { compareSettings } from './settings/compare-settings.js';
import { histogram } from './statistics/histogram.js';
import { median, summarise } from './statistics/summary.js';

describe('summaries', () => {
  it('give mean, deviation, norm and zeros, and leave lost numbers out', () => {
    expect(summarise([3, 0, -3, 4, Number.NaN])).toMatchObject({ count: 5, mean: 1, min: -3, max: 4, zeros: 0.25, notFinite: 1 });
    expect(summarise([3, 4]).norm).toBe(5);
    expect(summarise([1e8, 1e8 + 2]).deviation).toBe(1);
    expect(summarise([])).toMatchObject({ count: 0, deviation: 0, min: 0 });
  });

  it('take the middle of a list', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, 0]);
  });

  it('count into bins over the range of the values', () => {
    expect(histogram([0, 1, 2, 3, 4, Number.POSITIVE_INFINITY], 4)).toEqual({ low: 0, high: 4, counts: [1, 1, 1, 2] });
    expect(histogram([7, 7], 3)).toEqual({ low: 6.5, high: 7.5, counts: [0, 2, 0] });
  });
});

describe('activations', () => {
  it('have dead units and saturated values', () => {
    const relu = describeActivation({ name: 'relu', shape: [2, 4], values: [0, 1, 0, 2, 0, 0, 0, 3] });
    expect([relu.deadUnits, relu.saturated]).toEqual([0.5, null]);
    const tanh = describeActivation({ name: 'tanh', shape: [2, 2], values: [0.99, -0.98, 0.1, 0.5] });
    expect([tanh.deadUnits, tanh.saturated]).toEqual([0, 0.5]);
  });

  it('become a heat map of positions and units', () => {
    const states = hiddenStates({ name: 'layer', shape: [2, 2, 4], values: [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0] }, 2);
    expect(states?.values).toEqual([
      [1, 3],
      [5, 7],
    ]);
    expect(hiddenStates({ name: 'layer', shape: [2, 4], values: new Float32Array(8) })).toBeUndefined();
  });
});

describe('attention', () => {
  const even = [1, 0, 0.5, 0.5];
  const sharp = [1, 0, 0, 1];

  it('is told from other tensors by its shape and its rows', () => {
    expect(isAttention({ name: 'a', shape: [1, 2, 2, 2], values: [...even, ...sharp] })).toBe(true);
    expect(isAttention({ name: 'a', shape: [1, 1, 2, 2], values: [1, 0, 0.5, 0.4] })).toBe(false);
    expect(isAttention({ name: 'a', shape: [2, 2], values: even })).toBe(false);
  });

  it('is spread out or sharp, head by head', () => {
    const { heads, length } = attentionMap({ name: 'a', shape: [1, 2, 2, 2], values: [...even, ...sharp] });
    expect(length).toBe(2);
    expect(heads[0]?.weights).toEqual([
      [1, 0],
      [0.5, 0.5],
    ]);
    expect(heads.map(({ spread }) => spread)).toEqual([1, 0]);
  });
});

describe('embeddings', () => {
  const table = { name: 'wte', rows: 4, width: 2, values: [1, 0, 10, 1, 0, 1, -1, 0] };

  it('have neighbours by direction, not by length', () => {
    expect(nearestRows(table, 0, 2).map(({ row }) => row)).toEqual([1, 2]);
    expect(nearestRows(table, 0, 9).at(-1)).toEqual({ row: 3, cosine: -1 });
  });

  it('are projected to where they differ most', () => {
    // Points on a line in three dimensions, with a little across it.
    const rows = 21;
    const values = Array.from({ length: rows }, (_, i) => [i - 10, 2 * (i - 10), i % 2 === 0 ? 0.1 : -0.1]).flat();
    const { points, explained } = principalComponents({ rows, width: 3, values });
    expect(explained[0]).toBeGreaterThan(0.99);
    expect(explained[0] + explained[1]).toBeCloseTo(1, 9);
    expect(Math.abs((points[20]?.[0] ?? 0) - (points[0]?.[0] ?? 0))).toBeCloseTo(20 * Math.sqrt(5), 6);
  });

  it('that are all the same have no direction', () => {
    expect(principalComponents({ rows: 3, width: 2, values: [1, 2, 1, 2, 1, 2] }).explained).toEqual([0, 0]);
  });
});

describe('surprisal', () => {
  it('is the information of each token given those before', () => {
    const even = { name: 'logits', shape: [1, 3, 4], values: new Float32Array(12) };
    const [first, second] = surprisals([0, 1, 2], even, 2);
    expect(first).toEqual({ token: 0, bits: null, expected: [] });
    expect(second?.bits).toBeCloseTo(2, 9);
    expect(second?.expected.map(({ token }) => token)).toEqual([0, 1]);
    const sure = { ...even, values: Float32Array.of(0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) };
    expect(surprisals([0, 1], sure)[1]?.bits).toBeCloseTo(0, 9);
  });
});

describe('two checkpoints', () => {
  const tensor = (...values: number[]) => ({ values: Float32Array.from(values), shape: [values.length] });

  it('are compared tensor by tensor', () => {
    const a = new Map([
      ['same', tensor(1, 2)],
      ['moved', tensor(3, 4)],
      ['reshaped', tensor(1)],
      ['gone', tensor(1)],
    ]);
    const b = new Map([
      ['same', tensor(1, 2)],
      ['moved', tensor(3, 9)],
      ['reshaped', tensor(1, 2)],
      ['come', tensor(1)],
    ]);
    const differences = compareParameters(a, b);
    expect(differences.map(({ name, status }) => [name, status])).toEqual([
      ['same', 'same'],
      ['moved', 'changed'],
      ['reshaped', 'other-shape'],
      ['gone', 'only-in-first'],
      ['come', 'only-in-second'],
    ]);
    expect(differences[1]).toMatchObject({ relative: 1, largest: 5 });
    expect(differences[0]?.cosine).toBeCloseTo(1, 9);
  });

  it('have their settings compared leaf by leaf', () => {
    const first = { model: { name: 'gru', settings: { hidden: 64 } }, plugins: ['a'] };
    const second = { model: { name: 'gru', settings: { hidden: 32, layers: 2 } }, plugins: ['a'] };
    expect(compareSettings(first, second)).toEqual([
      { name: 'model.settings.hidden', first: 64, second: 32 },
      { name: 'model.settings.layers', first: undefined, second: 2 },
    ]);
  });
});

describe('rows', () => {
  it('repeat others or not; rows of zeros are no matter', () => {
    expect(repeatedRows([1, 2, 1, 2, 3, 4, 1, 2], [4, 2])).toBe(0.5);
    expect(repeatedRows([0, 0, 0, 0], [2, 2])).toBe(0);
    expect(repeatedRows([1, 1, 1], [3])).toBe(0);
  });
});
