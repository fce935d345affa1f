import { CheckpointError, type RandomSource } from '@prattle/core';

/**
 * Stands in for a generator where every number drawn is overwritten: gives zeros, and refuses to give more of them than
 * could be, so that settings that lie cannot ask for more memory than the file has numbers.
 */
export function blankRandom(limit: number): RandomSource {
  let drawn = 0;
  const take = (size: number): number => {
    drawn += size;
    if (drawn <= limit) return size;
    throw new CheckpointError({
      package: 'runs',
      code: 'mismatch',
      what: 'The settings describe a larger model than the weights are of',
      remedy: 'Use the files as they were saved together.',
    });
  };
  const floats = (size: number) => new Float32Array(take(size));
  const integers = (size: number) => new Int32Array(take(size));
  return {
    generator: 'philox',
    uniform: floats,
    normal: floats,
    integers,
    permutation: integers,
    bernoulli: floats,
    multinomial: (_weights, size) => integers(size),
    state: () => ({ generator: 'philox' }),
    restore() {},
  };
}
