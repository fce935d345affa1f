import { trainingSettings } from '@prattle/training';
import { expect, it } from 'vitest';
import { inSteps, stepsPerEpoch } from './training-length.js';

const words = { unit: 'words', sizes: { train: 100, validation: 10 } };
const text = { unit: 'tokens', sizes: { train: 1000 } };

it('counts an epoch in items, or in tokens of a text', () => {
  expect(stepsPerEpoch(trainingSettings.parse({ batch: 8 }), words)).toBe(13);
  expect(stepsPerEpoch(trainingSettings.parse({ batch: 8, accumulate: 2 }), words)).toBe(7);
  expect(stepsPerEpoch(trainingSettings.parse({ batch: 8, context: 25 }), text)).toBe(5);
  expect(stepsPerEpoch(trainingSettings.parse({ stepsPerEpoch: 3 }), text)).toBe(3);
});

it('turns epochs into steps and evaluations, and leaves steps alone', () => {
  const given = { batch: 10, epochs: 3, evalEpochs: 0.5, checkpointEpochs: 1, patienceEpochs: 2, plateauPatienceEpochs: 1 };
  const settings = inSteps(trainingSettings.parse(given), words);
  expect(settings).toMatchObject({ steps: 30, evalEvery: 5, checkpointEvery: 10, patience: 4, plateauPatience: 2 });
  const plain = trainingSettings.parse({ steps: 7, evalEvery: 3 });
  expect(inSteps(plain, words)).toEqual(plain);
});

it('takes at least one step for any part of an epoch', () => {
  expect(inSteps(trainingSettings.parse({ batch: 100, epochs: 0.01 }), words).steps).toBe(1);
});
