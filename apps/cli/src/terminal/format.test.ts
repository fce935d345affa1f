import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatNumber, formatTable } from './format.js';

describe('format', () => {
  it('writes durations as clocks', () => {
    expect([0.4, 75, 3700].map(formatDuration)).toEqual(['0:00', '1:15', '1:01:40']);
  });

  it('writes counts and bytes with their unit', () => {
    expect([12, 12_800, 209_729, 124e6, 3e9].map(formatCount)).toEqual(['12', '12.8 k', '0.21 M', '124.00 M', '3.00 G']);
    expect([10, 1 << 20].map(formatBytes)).toEqual(['10 B', '1.0 MiB']);
  });

  it('writes predicted numbers with the digits that count', () => {
    expect([6.79514, 0.000123456, -12345.6, 0, 2.5, 999.96].map(formatNumber)).toEqual([
      '6.795',
      '0.0001235',
      '-12346',
      '0',
      '2.5',
      '1000',
    ]);
  });

  it('aligns tables and leaves no trailing blanks', () => {
    expect(
      formatTable([
        ['a', 'long'],
        ['bbb', 'c'],
      ]),
    ).toBe('a    long\nbbb  c');
  });
});
