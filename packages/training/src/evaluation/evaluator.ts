import { type Backend, type Batch, createPacer, type Model, type TensorRecord, TrainingError } from '@prattle/core';
import { argMax, cast, equal, sum } from '@prattle/ops';
import { type CarriedState, createCarriedState } from '../loop/carried-state.js';
import { inputOf } from '../loop/inputs.js';
import { createLateReads, type Reading } from '../loop/late-reads.js';
import { noLoss } from '../loop/no-loss.js';
import { createStepsByShape } from './steps-by-shape.js';
import { countTargets } from './targets.js';

export interface MeasureOptions {
  /** Gives up, with `undefined`, when this becomes true. */
  readonly cancelled?: () => boolean;
  /** Is content with the batches so far, but at least one, when this becomes true. */
  readonly enough?: () => boolean;
}

/** What a model makes of some batches, each target that counts weighing the same whatever batch it is in. */
export interface Measurement {
  /** Mean loss, in nats for next-token models. */
  readonly loss: number;
  /** Share of the targets to which the model gives the largest logit; only when asked for, of a model with logits. */
  readonly accuracy?: number;
  /** How many targets counted. */
  readonly targets: number;
}

/** Measures without training: dropout off, parameters as they are. */
export interface Evaluator {
  /**
   * @returns undefined when cancelled
   * @throws TrainingError when there is nothing to measure
   */
  measure(batches: Iterable<Batch>, options?: MeasureOptions): Promise<Measurement | undefined>;
  dispose(): void;
}

/** @param options.accuracy also count how often the largest logit is right, at the price of some time */
export function createEvaluator(model: Model, backend: Backend, { accuracy = false } = {}): Evaluator {
  // One for each number of rows: a short split is read in fewer.
  const carried = new Map<number, CarriedState>();
  const carriedFor = (rows = 0): CarriedState => {
    const state = carried.get(rows) ?? createCarriedState(model);
    carried.set(rows, state);
    return state;
  };
  const steps = createStepsByShape(backend, (inputs): TensorRecord => {
    const targets = inputOf(inputs, 'targets');
    const { loss, logits } = carriedFor(targets.shape[0]).forward(inputs, { targets });
    if (!loss) throw noLoss(model);
    // Targets that do not count are never the place of the largest logit.
    return accuracy && logits ? { loss, correct: sum(cast(equal(argMax(logits), targets), 'float32')) } : { loss };
  });

  return {
    async measure(batches, { cancelled, enough } = {}) {
      const reads = createLateReads<number>(backend.capabilities.synchronousReads);
      const pacer = createPacer();
      const totals = createTotals();
      for (const batch of batches) {
        const targets = countTargets(batch);
        // A batch without a target that counts has no mean loss, and no weight.
        if (targets > 0) {
          const { loss, correct } = steps.run(batch, carriedFor(batch.targets.shape[0]).inputsOf(batch));
          if (loss) totals.add(await reads.take(targets, correct ? [loss, correct] : [loss]));
        }
        const pause = pacer.pause();
        if (pause) await pause;
        if (cancelled?.()) return undefined;
        if (enough?.()) break;
      }
      totals.add(await reads.drain());
      return totals.means();
    },
    dispose() {
      steps.dispose();
      for (const state of carried.values()) state.dispose();
      carried.clear();
    },
  };
}

/** Adds up readings of [mean loss, number correct], each with its number of targets. */
function createTotals() {
  let loss = 0;
  let correct: number | undefined;
  let targets = 0;
  return {
    add(readings: readonly Reading<number>[]): void {
      for (const { context, values } of readings) {
        loss += (values[0] ?? Number.NaN) * context;
        if (values[1] !== undefined) correct = (correct ?? 0) + values[1];
        targets += context;
      }
    },
    means(): Measurement {
      if (targets === 0) throw nothingToMeasure();
      return { loss: loss / targets, targets, ...(correct === undefined ? {} : { accuracy: correct / targets }) };
    },
  };
}

function nothingToMeasure(): TrainingError {
  return new TrainingError({
    package: 'training',
    code: 'nothing-to-measure',
    what: 'The data to evaluate on holds no target',
    remedy: 'Give it at least one item, or one token more than the context.',
  });
}
