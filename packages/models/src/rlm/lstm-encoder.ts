import type { Tensor } from '@prattle/core';
import { createEmbedding, createLstm, type ParameterBuilder } from '@prattle/nn';
import { fill } from '@prattle/ops';
import type { RlmConfig } from './config.js';

/** Text to one vector: ids int32 [B, T] → [B, width]. */
export interface Encoder {
  readonly width: number;
  forward(ids: Tensor): Tensor;
}

/** The state of an LSTM after the last position, padding included: it learns to wait. */
export function createLstmEncoder(parameters: ParameterBuilder, config: RlmConfig, vocabularySize: number): Encoder {
  const { embedding, hidden } = config;
  const tokens = createEmbedding(parameters.scope('embed'), vocabularySize, embedding);
  const layers = Array.from({ length: config.layers }, (_, layer) =>
    createLstm(parameters.scope('rnn'), layer === 0 ? embedding : hidden, hidden, layer),
  );
  return {
    width: hidden,
    forward(ids) {
      const nothing = fill([ids.shape[0] ?? 0, hidden], 0);
      let x = tokens.forward(ids); // [B, T, E]
      let last = nothing;
      for (const layer of layers) {
        const { outputs, memory } = layer.forward(x, [nothing, nothing]);
        x = outputs; // [B, T, H]
        last = memory[0] ?? last;
      }
      return last; // [B, H]
    },
  };
}
