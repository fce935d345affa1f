import { expect, it } from 'vitest';
import { runInChromium } from './run-in-chromium.js';

const LONG = process.env.PRATTLE_TEST_LONG === '1';

it('all sides train the same small model, and Prattle’s steps are replayed with the losses of the stock operations', async () => {
  const small = { batch: 2, context: 8, width: 16, layers: 1, heads: 2, vocabulary: 11, steps: 2, warmUp: 2 };
  const { device, rows, userAgent } = await runInChromium(small);
  expect(device).not.toBe('');
  expect(userAgent).toContain('Chrome');
  expect(rows.map(({ side }) => side)).toEqual(['prattle', 'tfjs', 'jax-js']);
  const [prattle, stock, jax] = rows;
  expect([prattle?.replayed, stock?.replayed]).toEqual([true, false]);
  for (const loss of ['firstLoss', 'lastLoss']) {
    const of = (/** @type {typeof prattle} */ row) => row?.[/** @type {'firstLoss'} */ (loss)] ?? Number.NaN;
    expect(of(prattle)).toBeCloseTo(of(stock), 4);
    // Another start, the same model: near the entropy of guessing, 2.4.
    expect(Math.abs(of(jax) - Math.log(small.vocabulary))).toBeLessThan(1);
  }
  for (const { milliseconds } of rows) expect(milliseconds.min).toBeGreaterThan(0);
}, 300_000);

it('a step of the notebook’s takes a tenth of what stock operations take, no longer than in jax-js, and JavaScript 2 ms of it', async (context) => {
  if (!LONG) context.skip('takes minutes: run with PRATTLE_TEST_LONG=1');
  const { rows } = await runInChromium({ steps: 5 });
  const [prattle, stock, jax] = rows.map(({ milliseconds }) => milliseconds.median);
  expect((stock ?? 0) / (prattle ?? Number.NaN)).toBeGreaterThan(10);
  expect((prattle ?? Number.NaN) / (jax ?? Number.NaN)).toBeLessThan(1.2);
  expect(rows[0]?.javascript).toBeLessThan(2);
}, 900_000);
