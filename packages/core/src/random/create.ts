import { UsageError } from '../errors/kinds.js';
import { nameRemedy } from '../errors/suggest.js';
import { PhiloxSource } from './philox-source.js';
import type { GeneratorName, RandomSource, RandomState } from './random-source.js';
import { TorchSource } from './torch-source.js';

const GENERATORS = { philox: PhiloxSource, torch: TorchSource } as const;

/**
 * A fresh stream of random numbers.
 * @param generator `philox`: counter-based, the same on every backend; `torch`: PyTorch's CPU generator, number for number
 * @param seed a whole number from 0 to 2^53 - 1 (`torch` looks at its low 32 bits, as PyTorch does)
 * @throws UsageError
 */
export function createRandom(generator: GeneratorName, seed: number): RandomSource {
  if (!Object.hasOwn(GENERATORS, generator)) {
    const what = `There is no random generator "${generator}"`;
    throw new UsageError({ package: 'core', code: 'unknown-generator', what, remedy: nameRemedy(generator, Object.keys(GENERATORS)) });
  }
  return new GENERATORS[generator](seed);
}

/** A stream that goes on where `state()` was taken. @throws UsageError when it is not a generator's state */
export function restoreRandom(state: RandomState): RandomSource {
  const random = createRandom(state.generator, 0);
  random.restore(state);
  return random;
}
