import { type Batch, type Model, type Parameter, type Tensor, TrainingError } from '@prattle/core';
import { dispose, read, tensor, tidy, valueAndGradients } from '@prattle/ops';
import { rootMeanSquare, summarise } from '../statistics/summary.js';

/** What reaches one parameter when the loss is differentiated. */
export interface ParameterGradient {
  readonly name: string;
  /** Root mean square of the gradient's elements, the mean over the batches; 0 where the loss does not depend on it. */
  readonly size: number;
  /** Norm of the whole gradient, the mean over the batches. */
  readonly norm: number;
  /** Share of rows (units, for a matrix [outputs, inputs]) whose gradient is exactly zero in every batch, 0 to 1. */
  readonly silentRows: number;
  readonly notFinite: number;
  /** False: the loss does not depend on it at all. */
  readonly reached: boolean;
}

export interface GradientFlow {
  /** Mean loss over the batches, in nats for next-token models. */
  readonly loss: number;
  /** Norm over all gradients, the mean over the batches. */
  readonly norm: number;
  readonly batches: number;
  readonly parameters: readonly ParameterGradient[];
}

/**
 * Differentiates the loss on a few batches, without dropout and without an update.
 * @throws TrainingError when the model gives no loss
 */
export async function measureGradients(model: Model, batches: readonly Batch[]): Promise<GradientFlow> {
  const parameters = [...model.parameters.values()].filter(({ trainable }) => trainable);
  const sums = parameters.map((parameter) => new GradientSum(parameter));
  let loss = 0;
  let norm = 0;
  for (const batch of batches) {
    const { value, gradients } = differentiate(model, parameters, batch);
    try {
      loss += (await read(value))[0] ?? Number.NaN;
      let squares = 0;
      for (const [index, sum] of sums.entries()) {
        const gradient = gradients[index];
        if (gradient) squares += sum.add(await read(gradient)) ** 2;
      }
      norm += Math.sqrt(squares);
    } finally {
      dispose(value, gradients);
    }
  }
  const count = Math.max(1, batches.length);
  return { loss: loss / count, norm: norm / count, batches: batches.length, parameters: sums.map((sum) => sum.result(count)) };
}

function differentiate(model: Model, parameters: readonly Parameter[], { input, targets }: Batch) {
  return tidy(() => {
    const [x, y] = [tensor(input.values, input.shape), tensor(targets.values, targets.shape)];
    return valueAndGradients(
      () => lossOf(model, x, y),
      parameters.map(({ value }) => value),
    );
  });
}

function lossOf(model: Model, input: Tensor, targets: Tensor): Tensor {
  const { loss } = model.forward(input, { targets });
  if (loss) return loss;
  throw new TrainingError({
    package: 'inspection',
    code: 'no-loss',
    what: `The ${model.task} model gives no loss, so nothing can be differentiated`,
    remedy: 'Return `loss` from forward when targets are given.',
  });
}

/** Collects one parameter's gradients over the batches. */
class GradientSum {
  readonly #name: string;
  readonly #active: Uint8Array;
  #size = 0;
  #norm = 0;
  #notFinite = 0;
  #reached = false;

  constructor({ name, value }: Parameter) {
    this.#name = name;
    this.#active = new Uint8Array(value.shape[0] ?? 1);
  }

  /** @returns the norm of this gradient */
  add(values: ArrayLike<number>): number {
    this.#reached = true;
    const summary = summarise(values);
    this.#size += rootMeanSquare(summary);
    this.#norm += summary.norm;
    this.#notFinite += summary.notFinite;
    const width = values.length / this.#active.length;
    for (let i = 0; i < values.length; i++) if (values[i] !== 0) this.#active[Math.floor(i / width)] = 1;
    return summary.norm;
  }

  result(batches: number): ParameterGradient {
    const silent = this.#active.reduce((count, active) => count + (active === 0 ? 1 : 0), 0);
    return {
      name: this.#name,
      size: this.#size / batches,
      norm: this.#norm / batches,
      silentRows: silent / this.#active.length,
      notFinite: this.#notFinite,
      reached: this.#reached,
    };
  }
}
