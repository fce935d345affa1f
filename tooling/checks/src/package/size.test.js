import { expect, test } from 'vitest';
import { sizeFindings } from './size.js';

test('a package within its budget has no finding, one beyond it says by how much', () => {
  expect(sizeFindings('@prattle/core', { packed: 1000, unpacked: 1000 })).toEqual([]);
  expect(sizeFindings('@prattle/core', { packed: 1000, unpacked: 9_000_000 })).toEqual([
    expect.stringMatching(/^size: 9000 KB unpacked, and \d+ KB are allowed/),
  ]);
});

test('a package without a budget is a finding', () => {
  expect(sizeFindings('@prattle/unknown', { packed: 1, unpacked: 1 })).toEqual([expect.stringContaining('has no budget')]);
});
