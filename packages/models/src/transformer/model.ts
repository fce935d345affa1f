import type { BuildContext, ForwardOptions, Model, Tensor } from '@prattle/core';
import {
  createEmbedding,
  createLinear,
  createParameters,
  createTokenEmbedding,
  dropout,
  linearOf,
  nextTokenResult,
  normal,
} from '@prattle/nn';
import { embedding, residualAdd } from '@prattle/ops';
import { createBlock, createNorm } from './block.js';
import type { TransformerConfig } from './config.js';
import { createTransformerDecoder } from './decoder.js';
import { initialisationOf } from './initialisation.js';
import { namesOf } from './names.js';
import { observing } from './observing.js';

/** Token embedding, positions, blocks, a last norm, and a linear layer to the vocabulary. */
export function buildTransformer(config: TransformerConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize, contextLength } = data;
  const { width, layers } = config;
  const names = namesOf(config.layout);
  const initialisation = initialisationOf(config);

  const parameters = createParameters(random);
  const tokens = createTokenEmbedding(parameters.scope(names.tokens), context, width, { initialise: initialisation.embedding });
  const positions =
    config.positions === 'learned'
      ? createEmbedding(parameters.scope(names.positions), contextLength, width, {
          initialise: config.initialisation === 'torch' ? normal(1) : initialisation.embedding,
        }).table
      : undefined;
  const blocks = Array.from({ length: layers }, (_, layer) =>
    createBlock(parameters.scope(names.block(layer)), { config, names, initialisation, contextLength, causal: true }),
  );
  const finalNorm = createNorm(parameters.scope(names.finalNorm), config);
  const output = config.tied
    ? linearOf(tokens.table)
    : createLinear(parameters.scope(names.output), width, vocabularySize, {
        bias: config.outputBias,
        initialisation: initialisation.linear,
      });

  /** ids [B, T] → [B, T, C] */
  const embed = (ids: Tensor): Tensor => embedding(ids, tokens.table, positions ? { positions } : {});
  /** As `embed`, the ids standing at positions int32 [B, T]. */
  const embedAt = (ids: Tensor, places: Tensor): Tensor =>
    positions ? residualAdd(embedding(ids, tokens.table), embedding(places, positions)) : embed(ids);

  const toLogits = (x: Tensor): Tensor => output.forward(finalNorm.forward(x));

  const hiddenStates = (ids: Tensor, options: ForwardOptions): Tensor => {
    let x = dropout(embed(ids), config.dropout, options);
    options.observe?.('embedding', x);
    for (const [layer, block] of blocks.entries()) {
      x = block.forward(x, observing(options, names.block(layer)));
      options.observe?.(names.block(layer), x);
    }
    return x;
  };

  return {
    task: 'next-token',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward: (ids, options = {}) => nextTokenResult(toLogits(hiddenStates(ids, options)), options.targets),
    decoder: (slots) =>
      createTransformerDecoder({
        slots,
        contextLength,
        layers,
        keyWidth: ((config.keyHeads ?? config.heads) * width) / config.heads,
        hiddenStates: (ids) => hiddenStates(ids, {}),
        continueAt: (ids, place, caches) =>
          blocks.reduce(
            (x, block, layer) => {
              const cache = caches[layer];
              return block.forward(x, cache ? { memory: { cache, place } } : {});
            },
            embedAt(ids, place.positions),
          ),
        toLogits,
      }),
    dispose: () => parameters.dispose(),
  };
}
