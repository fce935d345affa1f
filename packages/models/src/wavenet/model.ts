import type { BuildContext, Model } from '@prattle/core';
import { createParameters, createWindowModel } from '@prattle/nn';
import { reshape } from '@prattle/ops';
import type { WavenetConfig } from './config.js';
import { createDilated } from './dilated.js';
import { createHierarchy } from './hierarchical.js';

/** Logits at every position from the 2^levels tokens that end there. */
export function buildWavenet(config: WavenetConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize } = data;
  const parameters = createParameters(random);
  const create = config.form === 'dilated' ? createDilated : createHierarchy;
  const logitsOf = create(parameters, config, context);
  const predictsLast = config.form === 'hierarchical' && config.predict === 'last';

  return createWindowModel({
    data,
    parameters,
    window: 2 ** config.levels,
    logits: logitsOf,
    ...(predictsLast ? { lastLogits: (ids, lengths) => reshape(logitsOf(ids, {}), [lengths.length, vocabularySize]) } : {}),
  });
}
