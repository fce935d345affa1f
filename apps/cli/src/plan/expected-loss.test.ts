import { expect, it } from 'vitest';
import { expectedLoss } from './expected-loss.js';

/** Counting pairs of characters of tinyshakespeare, measured on its validation split. */
const reference = 2.483;

it.each([
  ['the notebook, 2.56 million characters', 209_729, 2.56e6, 1.823],
  ['the cpu preset, 1.54 million characters', 809_856, 1.54e6, 1.79],
  ['three layers of width 64, 2 million characters', 158_336, 2.048e6, 2.026],
  ['the cpu preset, its first 120 steps', 809_856, 92_160, 2.528],
  ['two layers of width 32, 0.6 million characters', 29_600, 614_400, 2.507],
])('is near what was measured: %s', (_, parameters, tokens, measured) => {
  expect(Math.abs(expectedLoss({ reference, parameters, tokens }) / measured - 1)).toBeLessThan(0.075);
});

it('falls with more parameters and with more tokens', () => {
  const small = expectedLoss({ reference, parameters: 1e5, tokens: 1e6 });
  expect(expectedLoss({ reference, parameters: 1e6, tokens: 1e6 })).toBeLessThan(small);
  expect(expectedLoss({ reference, parameters: 1e5, tokens: 1e7 })).toBeLessThan(small);
});
