import { expect, it } from 'vitest';
import { readRunRecord } from '../run/run-record.js';
import { events, storageWithRuns } from '../test/record.js';
import { type SweepCase, sweepPage } from './sweep-page.js';

const measure = (mean: number, deviation: number | null = null) => ({ mean, deviation });
const best: SweepCase = {
  values: { hidden: '64', learningRate: '0.001' },
  runs: 2,
  parameters: 28_315,
  best: measure(2.1, 0.02),
  train: measure(2),
  seconds: measure(75),
};

it('shows what each case came to, and how its trials learnt', async () => {
  const storage = await storageWithRuns({ 'sweep/trial-001': events(), 'sweep/trial-002': events(0.1) });
  const trials = [
    { values: { ...best.values, seed: '1' }, record: await readRunRecord(storage, 'sweep/trial-001') },
    { values: { ...best.values, seed: '2' }, record: await readRunRecord(storage, 'sweep/trial-002') },
  ];
  const html = sweepPage({
    title: 'sweep',
    cases: [best, { ...best, values: { hidden: '8', learningRate: '1' }, train: null }],
    missing: 3,
    trials,
  });
  for (const text of ['2 cases, 4 trials, 3 more to come', 'Best loss by hidden, learningRate', '0.0200', '1 min 15 s', '64, 0.001, 2']) {
    expect(html).toContain(text);
  }
});

it('has a page before the first result', () => {
  expect(sweepPage({ title: 'sweep', cases: [], missing: 5, trials: [] })).toContain('No trial has a result yet.');
});
