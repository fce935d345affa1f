import type { StepFunction } from '@prattle/core';
import { adamStep, globalNorm, valueAndGradients, variable } from '@prattle/ops';

type Tensor = ReturnType<typeof variable>;

/** A model with its AdamW state, made of operations alone: what tests and measurements train. */
export interface SampleModel {
  readonly parameters: readonly Tensor[];
  /** Inputs: tokens and targets int32 [B, T], hyper float32 [8], counter int32 [4]. Outputs: loss, norm. */
  readonly step: StepFunction;
  /** The inputs of step number `t`, the same every time. */
  inputs(t: number): Readonly<Record<'tokens' | 'targets' | 'hyper' | 'counter', { values: Float32Array | Int32Array; shape: number[] }>>;
}

/** What a model is made for. */
export interface SampleShape {
  readonly batch: number;
  readonly context: number;
  readonly vocabulary: number;
}

/** The parameters of a model, made one after the other from one generator. */
export class SampleParameters {
  readonly all: Tensor[] = [];
  readonly #random = generator(7);

  /** center ± scale, uniform. */
  make(dimensions: number[], scale: number, center = 0): Tensor {
    const size = dimensions.reduce((product, length) => product * length, 1);
    const made = variable(
      Float32Array.from({ length: size }, () => center + scale * (2 * this.#random() - 1)),
      dimensions,
    );
    this.all.push(made);
    return made;
  }

  matrix(outputs: number, inputs: number): Tensor {
    return this.make([outputs, inputs], 1 / Math.sqrt(inputs));
  }
}

/** Forward, backward and AdamW of a loss. */
export function trainedByAdam(
  { batch, context, vocabulary }: SampleShape,
  { all: parameters }: SampleParameters,
  loss: (tokens: Tensor, targets: Tensor, counter: Tensor) => Tensor,
): SampleModel {
  const moments = () => parameters.map(({ shape: dimensions, size }) => variable(new Float32Array(size), dimensions));
  const [first, second] = [moments(), moments()];
  return {
    parameters,
    step({ tokens, targets, hyper, counter }) {
      const { value, gradients } = valueAndGradients(() => loss(tokens as Tensor, targets as Tensor, counter as Tensor), parameters);
      const norm = globalNorm(gradients as Tensor[]);
      const decays = parameters.map(({ shape: dimensions }) => dimensions.length > 1);
      adamStep({ parameters, gradients: gradients as Tensor[], first, second, hyper: hyper as Tensor, norm, decays });
      return { loss: value, norm };
    },
    inputs(t) {
      const next = generator(t);
      const ids = () => ({
        values: Int32Array.from({ length: batch * context }, () => Math.floor(next() * vocabulary)),
        shape: [batch, context],
      });
      const hyper = Float32Array.of(1e-3, 0.9, 0.99, 1e-8, 0.01, 1 - 0.9 ** t, 1 - 0.99 ** t, 1);
      return {
        tokens: ids(),
        targets: ids(),
        hyper: { values: hyper, shape: [8] },
        counter: { values: Int32Array.of(1, 2, t, 0), shape: [4] },
      };
    },
  };
}

/** Uniform numbers on [0, 1) from a seed: a linear congruential generator, good enough for test data. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
