import type { Batch, BatchCursor, BatchSource, RandomSource, RandomState } from '@prattle/core';
import { datasetError } from './errors.js';

/** An endless supply of batches that are drawn from a generator; where it stands is the generator's state. */
export function randomBatches(random: RandomSource, draw: () => Batch): BatchSource {
  return {
    next: draw,
    cursor: () => ({ random: random.state() }),
    seek: (cursor) => random.restore(stateIn(cursor, random.generator)),
  };
}

function stateIn(cursor: BatchCursor, generator: RandomState['generator']): RandomState {
  const state = cursor.random;
  if (isState(state) && state.generator === generator) return state;
  throw datasetError(
    'bad-cursor',
    `The data cursor holds no state of the ${generator} generator`,
    'Resume with the settings that the run was started with',
  );
}

function isState(value: unknown): value is RandomState {
  return typeof value === 'object' && value !== null && 'generator' in value;
}
