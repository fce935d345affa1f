import type { BuildContext, Model } from '@prattle/core';
import { createLinear, createParameters, createStandardiser } from '@prattle/nn';
import { mean, square, sub } from '@prattle/ops';
import type { RlmConfig } from './config.js';
import { createLstmEncoder } from './lstm-encoder.js';
import { createTransformerEncoder } from './transformer-encoder.js';

/** A text becomes a vector, the vector a number. The loss is measured on what is learnt: standardised numbers, if they are. */
export function buildRlm(config: RlmConfig, { data, random }: BuildContext): Model {
  const { vocabularySize, contextLength, outputs = 1, statistics } = data;
  const parameters = createParameters(random);
  const encoder =
    config.encoder === 'transformer'
      ? createTransformerEncoder(parameters, config, vocabularySize, contextLength)
      : createLstmEncoder(parameters, config, vocabularySize);
  const readOut = createLinear(parameters.scope('fc'), encoder.width, outputs);
  const goals = config.standardise ? createStandardiser(parameters.scope('outputs'), outputs, statistics?.outputs) : undefined;

  return {
    task: 'text-to-number',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward(ids, { targets } = {}) {
      const y = readOut.forward(encoder.forward(ids)); // [B, outputs]
      const prediction = goals ? goals.backward(y) : y;
      if (!targets) return { prediction };
      return { prediction, loss: mean(square(sub(y, goals ? goals.forward(targets) : targets))) };
    },
    dispose: parameters.dispose,
  };
}
