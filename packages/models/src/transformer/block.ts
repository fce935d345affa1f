import type { Tensor } from '@prattle/core';
import { createLayerNorm, createRmsNorm, type Normalisation, type ParameterBuilder } from '@prattle/nn';
import { type BlockOptions, type BlockPlan, createSelfAttention } from './attention.js';
import type { TransformerConfig } from './config.js';
import { createFeedForward } from './feed-forward.js';

export interface Block {
  /** [B, T, C] → [B, T, C] */
  forward(x: Tensor, options: BlockOptions): Tensor;
}

/**
 * A pre-norm block: x += attention(norm(x)), then x += feedForward(norm(x)). The sum is never normalised itself, so a
 * gradient reaches every depth unhindered.
 */
export function createBlock(parameters: ParameterBuilder, plan: BlockPlan): Block {
  const { config, names } = plan;
  // Norms draw nothing: where they stand among the other layers matters to no seed.
  const attention = createSelfAttention(parameters.scope(names.attention), plan);
  const feedForward = createFeedForward(parameters.scope(names.feedForward), plan);
  const attentionNorm = createNorm(parameters.scope(names.attentionNorm), config);
  const feedForwardNorm = createNorm(parameters.scope(names.feedForwardNorm), config);

  return {
    forward(x, options) {
      const mixed = attention.forward(attentionNorm.forward(x), x, options);
      return feedForward.forward(feedForwardNorm.forward(mixed), mixed, options);
    },
  };
}

/** The kind of normalisation that the config names. */
export function createNorm(parameters: ParameterBuilder, { norm, width, bias, normEpsilon }: TransformerConfig): Normalisation {
  const epsilon = normEpsilon === null ? {} : { epsilon: normEpsilon };
  return norm === 'rms' ? createRmsNorm(parameters, width, epsilon) : createLayerNorm(parameters, width, { bias, ...epsilon });
}
