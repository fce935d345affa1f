import { trainingSettings } from '@prattle/training';
import { expect, it } from 'vitest';
import { patienceOf, scheduleOf } from './optimizer.js';

it('is endlessly patient unless settings say otherwise', () => {
  expect(patienceOf(trainingSettings.parse({}))).toEqual({ stopAfter: 0 });
});

it('lowers the rate on a plateau down to the smallest of the schedule', () => {
  const settings = trainingSettings.parse({ plateauPatience: 50, plateauFactor: 0.1, early_stopping_patience: 150, min_lr: 1e-6 });
  expect(patienceOf(settings)).toEqual({ stopAfter: 150, reduce: { after: 50, factor: 0.1, smallest: 1e-6 } });
});

it('warms up to whatever the schedule is', () => {
  const rates = (schedule: string) => {
    const { at } = scheduleOf(trainingSettings.parse({ schedule, learningRate: 1, minLearningRate: 0.5, warmup: 1, steps: 3 }));
    return [0, 1, 2, 3].map(at);
  };
  expect(rates('constant')).toEqual([0.5, 1, 1, 1]);
  expect(rates('cosine')).toEqual([0.5, 1, 0.75, 0.5]);
});
