import type { BuildContext, ForwardOptions, Model, Tensor } from '@prattle/core';
import { createEmbedding, createLinear, createParameters, createTokenEmbedding, createWindowModel } from '@prattle/nn';
import { attention, embedding, fill, residualAdd } from '@prattle/ops';
import type { BowConfig } from './config.js';

/** Token and position embeddings, the mean of all so far, one hidden layer, both added to what was there. */
export function buildBow({ width, hidden }: BowConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize, contextLength } = data;
  const parameters = createParameters(random);
  const tokens = createTokenEmbedding(parameters.scope('wte'), context, width);
  const positions = createEmbedding(parameters.scope('wpe'), contextLength, width);
  const inner = createLinear(parameters.scope('context_block.mlp.c_fc'), width, hidden);
  const outer = createLinear(parameters.scope('context_block.mlp.c_proj'), hidden, width);
  const head = createLinear(parameters.scope('lm_head'), width, vocabularySize);

  const logitsOf = (ids: Tensor, { observe }: ForwardOptions): Tensor => {
    const x = embedding(ids, tokens.table, { positions: positions.table }); // [B, T, C]
    const mixed = residualAdd(x, causalMean(x));
    const h = inner.forward(mixed, { activation: 'tanh' });
    observe?.('hidden', h);
    return head.forward(outer.forward(h, { residual: mixed }));
  };

  return createWindowModel({ data, parameters, logits: logitsOf });
}

/** The mean of a position and all before it: attention whose queries ask nothing, so that all keys weigh the same. */
function causalMean(x: Tensor): Tensor {
  const nothing = fill(x.shape, 0);
  return attention(nothing, nothing, x, { heads: 1, causal: true });
}
