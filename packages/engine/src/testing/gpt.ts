import type { StepFunction, StepRandom } from '@prattle/core';
import {
  adamStep,
  attentionPacked,
  crossEntropy,
  dropout,
  embedding,
  globalNorm,
  layerNorm,
  linear,
  reshape,
  valueAndGradients,
  variable,
} from '@prattle/ops';

type Tensor = ReturnType<typeof variable>;

export interface GptShape {
  readonly batch: number;
  readonly context: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly dropout?: number;
}

/** The notebook's shape. */
export const notebook: GptShape = { batch: 16, context: 32, width: 64, layers: 4, heads: 4, vocabulary: 65 };

/** A GPT with its AdamW state, made of operations alone: what tests and measurements train. */
export interface Gpt {
  readonly parameters: readonly Tensor[];
  /** Inputs: tokens and targets int32 [B, T], hyper float32 [8], counter int32 [4]. Outputs: loss, norm. */
  readonly step: StepFunction;
  /** The inputs of step number `t`, the same every time. */
  inputs(t: number): Readonly<Record<'tokens' | 'targets' | 'hyper' | 'counter', { values: Float32Array | Int32Array; shape: number[] }>>;
}

export function makeGpt(shape: GptShape): Gpt {
  const { batch, context, width, layers, heads, vocabulary, dropout: rate = 0 } = shape;
  const random = generator(7);
  const parameters: Tensor[] = [];
  const parameter = (dimensions: number[], scale: number, center = 0): Tensor => {
    const size = dimensions.reduce((product, length) => product * length, 1);
    const made = variable(
      Float32Array.from({ length: size }, () => center + scale * (2 * random() - 1)),
      dimensions,
    );
    parameters.push(made);
    return made;
  };
  const norm = (): [Tensor, Tensor] => [parameter([width], 0.1, 1), parameter([width], 0.1)];
  const matrix = (outputs: number, inputs: number): Tensor => parameter([outputs, inputs], 1 / Math.sqrt(inputs));

  const table = parameter([vocabulary, width], 0.5);
  const positions = parameter([context, width], 0.5);
  const blocks = Array.from({ length: layers }, () => ({
    first: norm(),
    qkv: matrix(3 * width, width),
    project: matrix(width, width),
    projectBias: parameter([width], 0.1),
    second: norm(),
    up: matrix(4 * width, width),
    upBias: parameter([4 * width], 0.1),
    down: matrix(width, 4 * width),
    downBias: parameter([width], 0.1),
  }));
  const last = norm();
  const head = matrix(vocabulary, width);
  const moments = () => parameters.map(({ shape: dimensions, size }) => variable(new Float32Array(size), dimensions));
  const [first, second] = [moments(), moments()];

  const loss = (tokens: Tensor, targets: Tensor, counter: Tensor): Tensor => {
    let site = 0;
    const stepRandom: StepRandom = { counter, nextSite: () => site++ };
    let h = embedding(tokens, table, { positions });
    if (rate > 0) h = dropout(h, rate, stepRandom);
    for (const block of blocks) {
      const attended = attentionPacked(linear(layerNorm(h, ...block.first), block.qkv), {
        heads,
        causal: true,
        dropout: rate,
        random: stepRandom,
      });
      h = linear(attended, block.project, { bias: block.projectBias, residual: h });
      const hidden = linear(layerNorm(h, ...block.second), block.up, { bias: block.upBias, activation: 'relu' });
      h = linear(hidden, block.down, { bias: block.downBias, residual: h });
    }
    const logits = linear(layerNorm(h, ...last), head);
    return crossEntropy(reshape(logits, [batch * context, vocabulary]), reshape(targets, [batch * context]));
  };

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
