import type { Registry, Storage } from '@prattle/core';
import type { Screen } from '../terminal/train-reporter.js';
import type { ResultBlock } from './result.js';

/** A part of an experiment that can be run alone. */
export interface ExperimentCase {
  readonly name: string;
  readonly summary: string;
}

/** Somebody's experiment with recorded numbers, which we can run again. */
export interface Experiment {
  readonly name: string;
  readonly summary: string;
  /** Whose numbers they are, and where they stand. */
  readonly source: string;
  readonly cases: readonly ExperimentCase[];
  /** @param cases names of the cases to run, in the order of `cases` */
  run(cases: readonly string[], context: ExperimentContext): Promise<Outcome>;
}

/** What an experiment gets to run with. */
export interface ExperimentContext {
  readonly registry: Registry;
  readonly storage: Storage;
  readonly backend: { readonly name: string; readonly threads?: number };
  /** Most steps of every training; without it as many as were recorded. */
  readonly steps?: number;
  /** Where progress is shown; nothing is shown without it. */
  readonly screen?: Screen | undefined;
  readonly signal: AbortSignal;
}

/** What came out, to be read from top to bottom. */
export interface Outcome {
  /** What computed, in words. */
  readonly device: string;
  readonly blocks: readonly ResultBlock[];
}
