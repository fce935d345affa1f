import type { Backend, Batch, HostArray, Model, StepRandom, Tensor, TensorRecord } from '@prattle/core';
import { globalNorm, valueAndGradients } from '@prattle/ops';
import type { Optimizer } from '../optimizers/optimizer.js';
import { trainableParameters } from '../optimizers/parameters.js';
import { inputOf } from './inputs.js';
import { noLoss } from './no-loss.js';

export interface TrainingStep {
  /**
   * Forward, backward, clip, update.
   *
   * @param step updates already made
   * @returns scalars, valid until the next run: the loss before the update, and the norm of the gradients if clipping needs it
   */
  run(batch: Batch, step: number, learningRate: number): readonly Tensor[];
  /** Whether the last run was a replay; if not, why. As of `CompiledStep`. */
  readonly replayed: boolean;
  readonly reason: string | undefined;
  dispose(): void;
}

export interface TrainingStepOptions {
  readonly model: Model;
  readonly backend: Backend;
  readonly optimizer: Optimizer;
  readonly clip: number;
  readonly dropoutKey: readonly [number, number];
}

/** Makes one compiled step of all that an update does, with everything that changes from step to step as an input. */
export function createTrainingStep({ model, backend, optimizer, clip, dropoutKey }: TrainingStepOptions): TrainingStep {
  const values = trainableParameters(model).map((parameter) => parameter.value);

  const update = (inputs: TensorRecord): TensorRecord => {
    const { value: loss, gradients } = valueAndGradients(() => {
      const targets = inputOf(inputs, 'targets');
      const random = stepRandom(inputOf(inputs, 'counter'));
      const result = model.forward(inputOf(inputs, 'input'), { targets, training: true, random });
      if (!result.loss) throw noLoss(model);
      return result.loss;
    }, values);
    const norm = clip > 0 ? globalNorm(gradients.filter((gradient) => gradient !== null)) : undefined;
    optimizer.apply(gradients, inputs, norm);
    return norm ? { loss, norm } : { loss };
  };

  const compiled = backend.compile(update);
  const counter = Int32Array.of(dropoutKey[0], dropoutKey[1], 0, 0);
  const inputs: Record<string, HostArray> = { ...optimizer.inputs, counter: { values: counter, shape: [4] } };

  return {
    run(batch, step, learningRate) {
      optimizer.prepare({ update: step + 1, learningRate });
      counter[2] = step;
      inputs.input = batch.input;
      inputs.targets = batch.targets;
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
    dispose: () => compiled.dispose(),
  };
}

function stepRandom(counter: Tensor): StepRandom {
  let sites = 0;
  return { counter, nextSite: () => sites++ };
}
