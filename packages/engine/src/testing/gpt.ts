import type { StepRandom } from '@prattle/core';
import { attentionPacked, crossEntropy, dropout, embedding, layerNorm, linear, reshape, type variable } from '@prattle/ops';
import { type SampleModel, SampleParameters, type SampleShape, trainedByAdam } from './sample-model.js';

type Tensor = ReturnType<typeof variable>;

export interface GptShape extends SampleShape {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly dropout?: number;
}

/** The notebook's shape. */
export const notebook: GptShape = { batch: 16, context: 32, width: 64, layers: 4, heads: 4, vocabulary: 65 };

export function makeGpt(shape: GptShape): SampleModel {
  const { batch, context, width, layers, heads, vocabulary, dropout: rate = 0 } = shape;
  const parameters = new SampleParameters();
  const norm = (): [Tensor, Tensor] => [parameters.make([width], 0.1, 1), parameters.make([width], 0.1)];

  const table = parameters.make([vocabulary, width], 0.5);
  const positions = parameters.make([context, width], 0.5);
  const blocks = Array.from({ length: layers }, () => ({
    first: norm(),
    qkv: parameters.matrix(3 * width, width),
    project: parameters.matrix(width, width),
    projectBias: parameters.make([width], 0.1),
    second: norm(),
    up: parameters.matrix(4 * width, width),
    upBias: parameters.make([4 * width], 0.1),
    down: parameters.matrix(width, 4 * width),
    downBias: parameters.make([width], 0.1),
  }));
  const last = norm();
  const head = parameters.matrix(vocabulary, width);

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

  return trainedByAdam(shape, parameters, loss);
}
