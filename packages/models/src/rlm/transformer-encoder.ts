import type { BuildContext } from '@prattle/core';
import { createEmbedding, createTokenEmbedding, type ParameterBuilder, repeatRow } from '@prattle/nn';
import { add, cast, concat, embedding, fill, relu, reshape, slice } from '@prattle/ops';
import { createBlock, createNorm } from '../transformer/block.js';
import { config as transformerConfig } from '../transformer/config.js';
import { initialisationOf } from '../transformer/initialisation.js';
import { namesOf } from '../transformer/names.js';
import { observing } from '../transformer/observing.js';
import type { RlmConfig } from './config.js';
import type { Encoder } from './lstm-encoder.js';
import { createTexts } from './texts.js';

/**
 * Blocks in which every character sees every other, before and after it. Padding is seen by nobody and counts in no
 * mean.
 */
export function createTransformerEncoder(parameters: ParameterBuilder, config: RlmConfig, context: BuildContext): Encoder {
  const { vocabularySize, contextLength } = context.data;
  const { embedding: width, heads, layers, pooling } = config;
  const summaryTokens = pooling === 'summary' ? 1 : 0;
  const blockConfig = transformerConfig.parse({ layers, heads, width, activation: 'relu', initialisation: 'torch' });
  const plan = {
    config: blockConfig,
    names: namesOf('packed'),
    initialisation: initialisationOf(blockConfig),
    contextLength: contextLength + summaryTokens,
    causal: false,
  };
  const tokens = createTokenEmbedding(parameters.scope('embed'), context, width);
  const places = config.positions ? createEmbedding(parameters.scope('positions'), contextLength, width) : undefined;
  const summary =
    pooling === 'summary'
      ? parameters.add('summary', { shape: [1, width], role: 'embedding', values: parameters.random.normal(width) })
      : undefined;
  const blocks = Array.from({ length: layers }, (_, layer) => createBlock(parameters.scope(`blocks.${layer}`), plan));
  const norm = createNorm(parameters.scope('norm'), blockConfig);
  const texts = createTexts(parameters, vocabularySize);

  return {
    width,
    forward(ids, observe) {
      const [batch = 0] = ids.shape;
      let x = embedding(ids, tokens.table, places ? { positions: places.table } : {}); // [B, T, C]
      if (summary) x = concat([reshape(repeatRow(summary, batch), [batch, 1, width]), x], 1); // [B, 1 + T, C]
      // At least 1: a text that is all padding would have nothing to look at.
      const atLeastOne = add(relu(add(texts.lengths(ids), fill([1], summaryTokens - 1))), fill([1], 1));
      const lengths = cast(reshape(atLeastOne, [batch]), 'int32');
      for (const [i, block] of blocks.entries()) {
        x = block.forward(x, observing({ lengths, ...(observe ? { observe } : {}) }, `blocks.${i}`));
        observe?.(`blocks.${i}`, x);
      }
      x = norm.forward(x);
      if (summary) return reshape(slice(x, [0, 0, 0], [batch, 1, width]), [batch, width]);
      return texts.mean(ids, x);
    },
  };
}
