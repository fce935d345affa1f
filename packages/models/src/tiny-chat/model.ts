import type { BuildContext, Model, Observer, Tensor } from '@prattle/core';
import {
  createEmbedding,
  createLayerNorm,
  createParameters,
  createTokenEmbedding,
  createWindowModel,
  type ParameterBuilder,
  xavierUniform,
} from '@prattle/nn';
import { attention, attentionWeights, embedding, linear, residualAdd } from '@prattle/ops';
import type { TinyChatConfig } from './config.js';

const HEAD = { heads: 1, causal: true };

/** Embeddings, one causal attention head, a residual, a norm, and the output: nothing else. */
export function buildTinyChat({ width }: TinyChatConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize, contextLength } = data;
  const parameters = createParameters(random);
  const tokens = createTokenEmbedding(parameters.scope('token_embedding'), context, width, { initialise: xavierUniform });
  const positions = createEmbedding(parameters.scope('position_embedding'), contextLength, width, { initialise: xavierUniform });
  const [query, key, value] = ['W_q', 'W_k', 'W_v'].map((name) => addMatrix(parameters, name, width, width)) as [Tensor, Tensor, Tensor];
  const norm = createLayerNorm(parameters.scope('norm'), width);
  const outputWeight = addMatrix(parameters, 'W_out', width, vocabularySize);
  const outputBias = parameters.add('b_out', { shape: [vocabularySize], role: 'bias', values: new Float32Array(vocabularySize) });

  const logitsOf = (ids: Tensor, observe?: Observer): Tensor => {
    const x = embedding(ids, tokens.table, { positions: positions.table }); // [B, T, C]
    const [q, k] = [times(x, query), times(x, key)];
    observe?.('attention', attentionWeights(q, k, HEAD));
    const mixed = attention(q, k, times(x, value), HEAD);
    return linear(norm.forward(residualAdd(x, mixed)), outputWeight, { bias: outputBias, layout: 'in-out' }); // [B, T, V]
  };
  return createWindowModel({ data, parameters, logits: (ids, { observe }) => logitsOf(ids, observe) });
}

/** A matrix [in, out], applied from the right. */
function addMatrix(parameters: ParameterBuilder, name: string, inputs: number, outputs: number): Tensor {
  const shape = [inputs, outputs];
  return parameters.add(name, { shape, role: 'matrix', values: xavierUniform(parameters.random, shape) });
}

const times = (x: Tensor, matrix: Tensor): Tensor => linear(x, matrix, { layout: 'in-out' });
