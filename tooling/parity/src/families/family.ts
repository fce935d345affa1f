import type { DataDescription, ForwardResult, ModelPlugin, Tensor } from '@prattle/core';
import type { Description, Fixture } from '../fixture.js';

/** How a fixture's model is built here. */
export interface Experiment {
  readonly plugin: ModelPlugin;
  /** Settings of the model; what is not named keeps its default. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly data: DataDescription;
  /** Fits a stored batch of targets [B, …] to the shape that the model's loss takes. Default: as stored. */
  targets?(shape: readonly number[]): readonly number[];
  /** What the fixture calls `outputs`. Default: the logits, or the prediction. The order of elements is what counts. */
  outputs?(result: ForwardResult): Tensor;
}

/** Knows how to rebuild the models of some fixtures. A family of models is one file here. */
export interface Family {
  /** The `fixture` entries of the descriptions that it understands. */
  readonly fixtures: readonly string[];
  experiment(fixture: Fixture): Experiment;
}

/** A number from a fixture's config. @throws Error when there is none */
export function size({ config }: Description, name: string): number {
  const value = config?.[name];
  if (typeof value !== 'number') throw new Error(`The fixture's config has no number "${name}".`);
  return value;
}

/** The tokens of a fixture: `vocab`, or the letters of `alphabet` and the token that ends a word. */
export function vocabularySize({ config }: Description): number {
  if (typeof config?.vocab === 'number') return config.vocab;
  if (typeof config?.alphabet === 'string') return [...config.alphabet].length + 1;
  throw new Error(`The fixture's config has neither "vocab" nor "alphabet".`);
}

/** The length of the recorded sequences. */
export function sequenceLength({ tensors }: Fixture): number {
  return tensors.get('inputs')?.shape[2] ?? 0;
}
