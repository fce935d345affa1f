import regressor from '@prattle/models/regressor';
import { stored } from '../fixture.js';
import { type Family, size } from './family.js';

export const regressorFamily: Family = {
  fixtures: ['regressor'],
  experiment: (fixture) => ({
    plugin: regressor(),
    config: { hidden: [size(fixture.description, 'hidden')], activation: 'relu' },
    data: {
      vocabularySize: 0,
      contextLength: 0,
      inputs: stored(fixture, 'inputs').shape[2] ?? 0,
      outputs: stored(fixture, 'targets').shape[2] ?? 0,
    },
  }),
};
