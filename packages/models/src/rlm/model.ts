import type { BuildContext, Model } from '@prattle/core';
import { createLinear, createParameters, regressionResult } from '@prattle/nn';
import type { RlmConfig } from './config.js';
import { createLstmEncoder } from './lstm-encoder.js';
import { createTransformerEncoder } from './transformer-encoder.js';

/** A text becomes a vector, the vector a number. */
export function buildRlm(config: RlmConfig, context: BuildContext): Model {
  const { data, random } = context;
  const parameters = createParameters(random);
  const encoder =
    config.encoder === 'transformer'
      ? createTransformerEncoder(parameters, config, context)
      : createLstmEncoder(parameters, config, context);
  const readOut = createLinear(parameters.scope('fc'), encoder.width, data.outputs ?? 1);

  return {
    task: 'text-to-number',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward: (ids, { targets, observe } = {}) => regressionResult(readOut.forward(encoder.forward(ids, observe)), targets),
    dispose: parameters.dispose,
  };
}
