import type { BuildContext, Model } from '@prattle/core';
import { createParameters, createWindowDecoder, lastPositions, nextTokenResult } from '@prattle/nn';
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

  return {
    task: 'next-token',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward: (ids, { targets, training = false } = {}) => nextTokenResult(logitsOf(ids, training), targets),
    decoder: (slots) =>
      createWindowDecoder({
        slots,
        contextLength: 2 ** config.levels,
        logits(ids, lengths) {
          const logits = logitsOf(ids, false);
          return predictsLast ? reshape(logits, [lengths.length, vocabularySize]) : lastPositions(logits, lengths);
        },
      }),
    dispose: parameters.dispose,
  };
}
