import { expect, it } from 'vitest';
import { groupResults, type TrialResult } from './results.js';
import { resultsTable } from './results-table.js';

const result = (values: Record<string, string>, best: number, seconds = 60): TrialResult => ({
  values,
  run: 'r',
  parameters: 1234,
  steps: 5,
  seconds,
  losses: { train: best / 2, validation: best },
  best,
});

it('puts trials that differ in their seed alone together, the best mean first', () => {
  const groups = groupResults([
    result({ width: '16', seed: '1' }, 3),
    result({ width: '32', seed: '1' }, 2, 100),
    result({ width: '16', seed: '2' }, 5),
  ]);
  expect(groups.map(({ values, runs }) => [values, runs])).toEqual([
    [{ width: '32' }, 1],
    [{ width: '16' }, 2],
  ]);
  expect(groups[1]?.best).toEqual({ mean: 4, deviation: Math.SQRT2 });
  expect(resultsTable(groups).split('\n')).toEqual([
    'width  parameters  runs  best loss        train loss       time',
    '32     1.2 k       1     2.0000           1.0000           1:40',
    '16     1.2 k       2     4.0000 ± 1.4142  2.0000 ± 0.7071  1:00',
  ]);
});
