import {
  type Backend,
  type Batch,
  type ForwardResult,
  type HostArray,
  type Model,
  type StepRandom,
  type Tensor,
  type TensorRecord,
  TrainingError,
} from '@prattle/core';
import { add, clipValues, crossEntropy, dispose, globalNorm, mul, tidy, valueAndGradients } from '@prattle/ops';
import { countTargets } from '../evaluation/targets.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { trainableParameters } from '../optimizers/parameters.js';
import type { WeightAverage } from '../optimizers/weight-average.js';
import { type CarriedState, createCarriedState } from './carried-state.js';
import { inputOf } from './inputs.js';
import { noLoss } from './no-loss.js';

export interface TrainingStep {
  /**
   * Forward, backward, clip, update.
   *
   * @param batches one, or as many as are accumulated, all of one shape; every target weighs the same whatever batch it is in
   * @param step updates already made
   * @returns scalars, valid until the next run: the loss before the update, and the norm of the gradients if clipping needs it
   */
  run(batches: readonly Batch[], step: number, learningRate: number): readonly Tensor[];
  /** The recurrent memory that goes from batch to batch, where batches say that they go on. */
  readonly carried: CarriedState;
  /** Whether the last run was a replay; if not, why. As of `CompiledStep`. */
  readonly replayed: boolean;
  readonly reason: string | undefined;
  dispose(): void;
}

export interface TrainingStepOptions {
  readonly model: Model;
  readonly backend: Backend;
  readonly optimizer: Optimizer;
  /** Largest norm of all gradients together. Default 0: off. */
  readonly clip: number;
  /** Largest size of every single gradient, before the norm is taken. Default 0: off. */
  readonly clipValue?: number;
  /** Share of the probability that the targets give to all others. Default 0. */
  readonly labelSmoothing?: number;
  /** Batches to an update. Default 1. */
  readonly accumulate?: number;
  readonly average?: WeightAverage | undefined;
  readonly dropoutKey: readonly [number, number];
}

/** A scalar and the gradients of it. */
interface Slope {
  readonly loss: Tensor;
  readonly gradients: readonly (Tensor | null)[];
}

/** Makes one compiled step of all that an update does, with everything that changes from step to step as an input. */
export function createTrainingStep(options: TrainingStepOptions): TrainingStep {
  const { model, backend, optimizer, clip, clipValue = 0, labelSmoothing = 0, accumulate = 1, average, dropoutKey } = options;
  const values = trainableParameters(model).map((parameter) => parameter.value);
  const carried = createCarriedState(model);

  /** Of one batch; with several, each takes its part of the mean. */
  function slopeOf(inputs: TensorRecord, place: number, random: StepRandom): Slope {
    const own = inputsAt(inputs, place);
    const { value, gradients } = valueAndGradients(() => {
      const targets = inputOf(own, 'targets');
      const forward = carried.forward(own, { training: true, random, ...(labelSmoothing > 0 ? {} : { targets }) });
      const loss = labelSmoothing > 0 ? smoothedLoss(forward, targets, labelSmoothing) : forward.loss;
      if (!loss) throw noLoss(model);
      return accumulate > 1 ? mul(loss, inputOf(own, 'weight')) : loss;
    }, values);
    return { loss: value, gradients };
  }

  const update = (inputs: TensorRecord): TensorRecord => {
    const random = stepRandom(inputOf(inputs, 'counter'));
    let slope = slopeOf(inputs, 0, random);
    for (let place = 1; place < accumulate; place++) slope = addSlopes(slope, slopeOf(inputs, place, random));
    const present = slope.gradients.filter((gradient) => gradient !== null);
    const cut = clipValue > 0 ? clipValues(present, clipValue) : present;
    const norm = clip > 0 ? globalNorm(cut) : undefined;
    const clipped = clipValue > 0 ? inPlaceOf(slope.gradients, cut) : slope.gradients;
    optimizer.apply(clipped, inputs, norm);
    average?.apply(inputs);
    return norm ? { loss: slope.loss, norm } : { loss: slope.loss };
  };

  const compiled = backend.compile(update);
  const counter = Int32Array.of(dropoutKey[0], dropoutKey[1], 0, 0);
  const fixed: Readonly<Record<string, HostArray>> = {
    ...optimizer.inputs,
    ...average?.inputs,
    counter: { values: counter, shape: [4] },
  };

  return {
    run(batches, step, learningRate) {
      optimizer.prepare({ update: step + 1, learningRate });
      average?.prepare(step);
      counter[2] = step;
      const weights = accumulate > 1 ? weightsOf(batches) : [];
      const inputs: Record<string, HostArray> = { ...fixed };
      for (const [place, batch] of batches.entries()) {
        const { input, targets } = batch;
        const weight = weights[place];
        const own = { input, targets, ...(weight ? { weight } : {}), ...carried.inputsOf(batch) };
        for (const [name, value] of Object.entries(own)) inputs[nameAt(name, place)] = value;
      }
      const { loss, norm } = compiled.run(inputs);
      if (!loss) throw noLoss(model);
      return norm ? [loss, norm] : [loss];
    },
    get replayed() {
      return compiled.replayed;
    },
    get reason() {
      return compiled.reason;
    },
    carried,
    dispose() {
      compiled.dispose();
      carried.dispose();
    },
  };
}

/** @throws TrainingError for a model that predicts numbers */
function smoothedLoss({ logits }: ForwardResult, targets: Tensor, labelSmoothing: number): Tensor {
  if (logits) return crossEntropy(logits, targets, { labelSmoothing });
  throw new TrainingError({
    package: 'training',
    code: 'no-logits',
    what: 'There is no probability to smooth: the model predicts numbers',
    remedy: 'Leave label smoothing out.',
  });
}

/** The inputs of the batches of one step stand side by side: `input`, `input.1`, `input.2` … */
function nameAt(name: string, place: number): string {
  return place === 0 ? name : `${name}.${place}`;
}

const BATCH_INPUTS = ['input', 'targets', 'weight', 'continues', 'begins'];

/** One batch's inputs by their plain names. */
function inputsAt(inputs: TensorRecord, place: number): TensorRecord {
  return Object.fromEntries(
    BATCH_INPUTS.flatMap((name) => {
      const input = inputs[nameAt(name, place)];
      return input ? [[name, input]] : [];
    }),
  );
}

/** Each batch's share of all targets that count. */
function weightsOf(batches: readonly Batch[]): HostArray[] {
  const counts = batches.map(countTargets);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => ({ values: Float32Array.of(count / Math.max(1, all)), shape: [] }));
}

/** The sum of two slopes, which are used up. */
function addSlopes(a: Slope, b: Slope): Slope {
  const sum = tidy(() => ({
    loss: add(a.loss, b.loss),
    gradients: a.gradients.map((gradient, index) => {
      const other = b.gradients[index] ?? null;
      return gradient && other ? add(gradient, other) : (gradient ?? other);
    }),
  }));
  const kept = new Set<Tensor | null>(sum.gradients);
  for (const used of [a.loss, b.loss, ...a.gradients, ...b.gradients]) if (!kept.has(used)) dispose(used);
  return sum;
}

/** `present` where there is a gradient, `null` where there is none. */
function inPlaceOf(gradients: readonly (Tensor | null)[], present: readonly Tensor[]): (Tensor | null)[] {
  const left = [...present];
  return gradients.map((gradient) => (gradient ? (left.shift() ?? null) : null));
}

function stepRandom(counter: Tensor): StepRandom {
  let sites = 0;
  return { counter, nextSite: () => sites++ };
}
