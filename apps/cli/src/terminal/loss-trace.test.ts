import { expect, it } from 'vitest';
import { LossTrace } from './loss-trace.js';

it('keeps every step of a short run', () => {
  const trace = new LossTrace();
  for (let step = 1; step <= 10; step++) trace.add(step, 2 * step);
  expect(trace.points).toEqual(Array.from({ length: 10 }, (_, i) => ({ x: i + 1, y: 2 * (i + 1) })));
});

it('keeps means of a long one, in a few hundred points', () => {
  const trace = new LossTrace();
  for (let step = 1; step <= 100_000; step++) trace.add(step, step);
  expect(trace.points.length).toBeLessThan(400);
  expect(trace.points.length).toBeGreaterThanOrEqual(195);
  const [first, second] = trace.points;
  const length = (second?.x ?? 0) - (first?.x ?? 0);
  for (const { x, y } of trace.points) expect(y).toBe(x - (length - 1) / 2);
});
