import type { BuildContext, Observer, Tensor } from '@prattle/core';
import { createLstm, createTokenEmbedding, type ParameterBuilder } from '@prattle/nn';
import { fill } from '@prattle/ops';
import type { RlmConfig } from './config.js';
import { createTexts } from './texts.js';

/** Text to one vector: ids int32 [B, T] → [B, width]. */
export interface Encoder {
  readonly width: number;
  forward(ids: Tensor, observe?: Observer): Tensor;
}

/**
 * What an LSTM remembers of a text. Whatever its first characters say has been through a gate at every one since when the
 * row ends, and a gate that is half open lets 2^-n of a gradient pass: `mean` gives every character a way of its own.
 */
export function createLstmEncoder(parameters: ParameterBuilder, config: RlmConfig, context: BuildContext): Encoder {
  const { embedding, hidden, pooling } = config;
  const tokens = createTokenEmbedding(parameters.scope('embed'), context, embedding);
  const layers = Array.from({ length: config.layers }, (_, layer) =>
    createLstm(parameters.scope('rnn'), layer === 0 ? embedding : hidden, hidden, layer),
  );
  const texts = createTexts(parameters, context.data.vocabularySize);
  return {
    width: hidden,
    forward(ids, observe) {
      const nothing = fill([ids.shape[0] ?? 0, hidden], 0);
      let x = tokens.forward(ids); // [B, T, E]
      let last = nothing;
      for (const [i, layer] of layers.entries()) {
        const { outputs, memory } = layer.forward(x, [nothing, nothing]);
        x = outputs; // [B, T, H]
        last = memory[0] ?? last;
        observe?.(`layer ${i}`, x);
      }
      return pooling === 'row' ? last : texts.mean(ids, x); // [B, H]
    },
  };
}
