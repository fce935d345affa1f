import type { ModelPlugin } from '@prattle/core';
import { config } from './config.js';
import { buildClassifier, buildRegressor } from './model.js';
import { presets, sizes } from './presets.js';

export type { RegressorConfig } from './config.js';

const paper = {
  title: 'Learning representations by back-propagating errors',
  authors: 'Rumelhart, Hinton, Williams',
  year: 1986,
  url: 'https://doi.org/10.1038/323533a0',
};

/** A feed-forward network from the columns of a table to one or several numbers, trained on the mean squared error. */
export default function regressor(): ModelPlugin<typeof config> {
  return {
    name: 'regressor',
    task: 'regression',
    summary: 'A feed-forward network from the columns of a table to numbers.',
    paper,
    config,
    presets,
    build: buildRegressor,
  };
}

/** The same network with one output a class, trained on cross-entropy. */
export function classifier(): ModelPlugin<typeof config> {
  return {
    name: 'classifier',
    task: 'classification',
    summary: 'A feed-forward network from the columns of a table to one of several classes.',
    paper,
    config,
    presets: sizes,
    build: buildClassifier,
  };
}
