import { decodeText, memoryStorage, type TrainingEvent } from '@prattle/core';
import { expect, it } from 'vitest';
import { csv } from './csv.js';

const start = (step: number): TrainingEvent => ({ type: 'start', step, steps: 9, parameters: 1, backend: 'x', device: 'y' });
const step = (number: number, gradientNorm?: number): TrainingEvent => ({
  type: 'step',
  step: number,
  loss: 1 / number,
  learningRate: 0.5,
  tokensPerSecond: 100,
  seconds: number,
  ...(gradientNorm === undefined ? {} : { gradientNorm }),
});
const evaluation: TrainingEvent = { type: 'eval', step: 2, losses: { validation: 3 }, best: true };

it('writes a row for every step and evaluation, and goes on in the same file without doubles', async () => {
  const storage = memoryStorage();
  const session = async (events: readonly TrainingEvent[], resumed: boolean) => {
    const callback = csv.create(csv.config.parse({}), { storage, run: 'a', resumed });
    for (const event of events) await callback(event, { stop: () => {} });
    return decodeText(await storage.read('a/metrics.csv'))
      .trim()
      .split('\n');
  };
  const done: TrainingEvent = { type: 'done', step: 3, reason: 'finished', seconds: 1, finalLosses: {} };
  const first = await session([start(0), step(1), step(2, 0.25), evaluation, step(3), done], false);
  expect(first).toEqual([
    'step,seconds,loss,learning_rate,gradient_norm,tokens_per_second,train,validation,test',
    '1,1,1,0.5,,100,,,',
    '2,2,0.5,0.5,0.25,100,,,',
    '2,,,,,,,3,',
    '3,3,0.3333333333333333,0.5,,100,,,',
  ]);
  expect(await session([start(2), step(3), done], true)).toEqual(first);
});
