import type { BuildContext, ForwardOptions, Model, Tensor } from '@prattle/core';
import { createLinear, createParameters, createTokenEmbedding, createWindowModel, repeatRow } from '@prattle/nn';
import { concat, reshape, slice } from '@prattle/ops';
import type { MlpConfig } from './config.js';

/** The last few tokens' embeddings side by side, a tanh layer, a linear layer to the vocabulary: at every position. */
export function buildMlp({ window, embedding, hidden }: MlpConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize } = data;
  const parameters = createParameters(random);
  // One more row than there are tokens: it stands for what comes before the start.
  const wte = createTokenEmbedding(parameters.scope('wte'), context, embedding, { extraRows: 1 });
  const inner = createLinear(parameters.scope('mlp.0'), window * embedding, hidden);
  const outer = createLinear(parameters.scope('mlp.2'), hidden, vocabularySize);

  const logitsOf = (ids: Tensor, { observe }: ForwardOptions): Tensor => {
    const [batch = 0, time = 0] = ids.shape;
    const tokens = wte.forward(ids); // [B, T, E]
    const x = concat(shifted(tokens, batch, time), 2); // [B, T, window · E], the newest token first
    const h = inner.forward(x, { activation: 'tanh' });
    observe?.('hidden', h);
    return outer.forward(h); // [B, T, V]
  };

  /** The tokens as they are, one place later, two places later …, with the blank row where the start has passed. */
  const shifted = (tokens: Tensor, batch: number, time: number): Tensor[] => {
    if (window === 1) return [tokens];
    const blank = slice(wte.table, [vocabularySize, 0], [1, embedding]);
    const before = reshape(repeatRow(blank, batch * (window - 1)), [batch, window - 1, embedding]);
    const padded = concat([before, tokens], 1); // [B, window - 1 + T, E]
    return Array.from({ length: window }, (_, back) => slice(padded, [0, window - 1 - back, 0], [batch, time, embedding]));
  };

  return createWindowModel({ data, parameters, window, logits: logitsOf });
}
