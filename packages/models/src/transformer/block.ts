import type { ForwardOptions, Tensor } from '@prattle/core';
import { createLayerNorm, createRmsNorm, type Normalisation, type ParameterBuilder } from '@prattle/nn';
import { createSelfAttention, type LayerMemory } from './attention.js';
import type { TransformerConfig } from './config.js';
import { createFeedForward } from './feed-forward.js';
import type { TransformerInitialisation } from './initialisation.js';
import type { TransformerNames } from './names.js';

export interface Block {
  /** [B, T, C] → [B, T, C] */
  forward(x: Tensor, options: ForwardOptions, memory?: LayerMemory): Tensor;
}

/**
 * A pre-norm block: x += attention(norm(x)), then x += feedForward(norm(x)). The sum is never normalised itself, so a
 * gradient reaches every depth unhindered.
 */
export function createBlock(
  parameters: ParameterBuilder,
  names: TransformerNames,
  config: TransformerConfig,
  initialisation: TransformerInitialisation,
): Block {
  // Norms draw nothing: where they stand among the other layers matters to no seed.
  const attention = createSelfAttention(parameters.scope(names.attention), names, config, initialisation);
  const feedForward = createFeedForward(parameters.scope(names.feedForward), names, config, initialisation);
  const attentionNorm = createNorm(parameters.scope(names.attentionNorm), config);
  const feedForwardNorm = createNorm(parameters.scope(names.feedForwardNorm), config);

  return {
    forward(x, options, memory) {
      const mixed = attention.forward(attentionNorm.forward(x), x, options, memory);
      return feedForward.forward(feedForwardNorm.forward(mixed), mixed, options);
    },
  };
}

/** The kind of normalisation that the config names. */
export function createNorm(parameters: ParameterBuilder, { norm, width, bias }: TransformerConfig): Normalisation {
  return norm === 'rms' ? createRmsNorm(parameters, width) : createLayerNorm(parameters, width, { bias });
}
