import { boolean, number } from '@prattle/core';

/** Settings of all data that is examples with answers. */
export function exampleSettings() {
  return {
    standardise: boolean({
      default: true,
      describe: 'Shift and scale numbers to mean 0 and deviation 1 by the training rows; predictions are shifted back',
    }),
    validation: number({
      default: 0.1,
      min: 0,
      max: 0.9,
      describe: 'Fraction of the rows that validates',
      aliases: ['validation_fraction', 'val_fraction'],
    }),
    test: number({
      default: 0.1,
      min: 0,
      max: 0.9,
      describe: 'Fraction of the rows that is kept for a last test',
      aliases: ['test_fraction'],
    }),
    shuffle: boolean({ default: true, describe: 'Draw the rows of the splits; otherwise the last rows are held out' }),
  };
}

/** A check for `defineConfig`: something has to be left to learn from. */
export function leavesTraining({ validation, test }: { readonly validation: number; readonly test: number }) {
  return validation + test < 1 ? undefined : { setting: 'test' as const, allowed: `less than ${1 - validation}, what validation leaves` };
}
