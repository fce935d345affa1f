import type { BuildContext, Model, Tensor } from '@prattle/core';
import { createParameters, createWindowModel, type ParameterBuilder } from '@prattle/nn';
import { embedding, writeInto } from '@prattle/ops';
import type { BigramConfig } from './config.js';
import { countPairs, logProbabilities } from './counts.js';

/** Row i of a V × V table holds the logits of what follows token i. */
export function buildBigram({ form, smoothing }: BigramConfig, { data, random }: BuildContext): Model {
  const { vocabularySize } = data;
  const parameters = createParameters(random);
  const table = addTable(parameters, form, vocabularySize);
  // ids [B, T] → [B, T, V]: looking up a row is all there is to it.
  const logitsOf = (ids: Tensor): Tensor => embedding(ids, table);

  const model = createWindowModel({ data, parameters, window: 1, logits: logitsOf });
  if (form !== 'counts') return model;
  return {
    ...model,
    fit: (batches) => writeInto(table, logProbabilities(countPairs(batches, vocabularySize), vocabularySize, smoothing)),
  };
}

function addTable(parameters: ParameterBuilder, form: BigramConfig['form'], vocabularySize: number): Tensor {
  const shape = [vocabularySize, vocabularySize];
  const size = vocabularySize * vocabularySize;
  switch (form) {
    case 'embedding':
      return parameters.add('token_embedding_table.weight', { shape, role: 'embedding', values: parameters.random.normal(size) });
    case 'logits':
      return parameters.add('logits', { shape, role: 'matrix', values: new Float32Array(size) });
    case 'counts': {
      // Nothing counted yet: all tokens are equally likely.
      const values = logProbabilities(new Float64Array(size), vocabularySize, 0);
      return parameters.add('logits', { shape, role: 'matrix', values, trainable: false });
    }
  }
}
