import { type Encoder, type Registry, type Storage, UsageError } from '@prattle/core';
import { type OpenedRun, predict, prepareRun } from '@prattle/runs';

/** By target: how far from a prediction the truth may be. */
export type Radii = Readonly<Record<string, number>>;

/**
 * The half-widths of intervals around predictions that hold the truth with this probability, whatever the model, as long
 * as new examples are like those that were held out: split conformal prediction (Lei et al. 2018), measured on the
 * run's validation split, or on its test split where there is none.
 *
 * @throws UsageError where nothing was held out, too little for this probability, or the targets are classes
 */
export async function intervalRadii(
  { model, tokenizer, manifest, spec }: OpenedRun,
  encoder: Encoder,
  probability: number,
  registry: Registry,
  storage: Storage,
): Promise<Radii> {
  const { dataset } = await prepareRun(registry, spec, storage, { tokenizer, encoder: manifest.encoder });
  if (dataset.task === 'classification') throw usage('Classes have no interval', 'Leave --interval out: their probabilities are shown.');
  const split = (dataset.sizes.validation ?? 0) > 0 ? 'validation' : 'test';
  const examples = dataset.examples?.(split) ?? [];
  const needed = Math.ceil(probability / (1 - probability));
  if (examples.length < needed) {
    throw usage(
      `An interval of ${probability} needs ${needed} held-out examples, and the run has ${examples.length}`,
      'Ask for a smaller one, or train with more data.',
    );
  }
  const inputs = examples.map(({ input }) => input);
  const predictions = await predict(model, encoder, inputs);
  return Object.fromEntries(
    encoder.targets.map((target) => {
      const errors = predictions.map(({ values }, index) => Math.abs(Number(values[target]) - Number(examples[index]?.truth[target])));
      return [target, conformalQuantile(errors, probability)];
    }),
  );
}

/** The smallest error that at least this share of n + 1 errors do not exceed, the one to come counted as the largest. */
export function conformalQuantile(errors: readonly number[], probability: number): number {
  const sorted = [...errors].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length + 1) * probability) - 1] ?? Number.POSITIVE_INFINITY;
}

function usage(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what, remedy });
}
