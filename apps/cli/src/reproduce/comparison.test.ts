import { describe, expect, it } from 'vitest';
import { type Comparison, comparisonTable, difference, holds, signed } from './comparison.js';

const loss = (ours: number, within = 1e-4): Comparison => ({ what: 'loss', ours, recorded: 2.6568, decimals: 4, within });

describe('a comparison', () => {
  it('rounds ours to what was recorded, and no further', () => {
    expect(difference(loss(2.656849))).toBe(0);
    expect(difference(loss(2.65686))).toBe(1e-4);
    expect(difference(loss(2.6567))).toBe(-1e-4);
  });

  it('holds up to the allowed difference, that included', () => {
    expect(holds(loss(2.6569))).toBe(true);
    expect(holds(loss(2.657))).toBe(false);
    expect(holds(loss(2.65684, 0))).toBe(true);
    expect(holds(loss(2.6569, 0))).toBe(false);
  });

  it('never holds for what is no number', () => {
    expect(holds(loss(Number.NaN, 10))).toBe(false);
  });

  it('is a row of a table', () => {
    const { header, rows } = comparisonTable([loss(2.65691), loss(2.66)]);
    expect(rows).toEqual([
      ['loss', '2.6569', '2.6568', '+0.0001', '± 0.0001', '✓'],
      ['loss', '2.6600', '2.6568', '+0.0032', '± 0.0001', '✗'],
    ]);
    expect(header).toHaveLength(6);
  });
});

describe('signed', () => {
  it('shows which way it went', () => {
    expect([signed(0.5, 2), signed(-0.5, 2), signed(0, 2)]).toEqual(['+0.50', '−0.50', '0']);
  });
});
