/**
 * How the training loss of a preset falls on its reference data, over several seeds: what a normal run looks like. Plain
 * JSON, recorded with `prattle report RUN RUN RUN --band FILE`.
 */
export interface LossBand {
  /** The dataset's name. */
  readonly data: string;
  readonly seeds: readonly number[];
  /** What the recorded runs were trained with: settings of the model and of the training, by their names. */
  readonly settings: { readonly model: Readonly<Record<string, unknown>>; readonly training: Readonly<Record<string, unknown>> };
  /** In order of their steps. */
  readonly points: readonly BandPoint[];
}

/** Between which losses (nats) the seeds were at a step, each loss a mean over the last fifth of the steps so far. */
export interface BandPoint {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}
