import type { FusedKernels } from '../table.js';
import { type UpdateRule, updateRunner } from './update.js';

const sgd = (momentum: 'none' | 'plain' | 'nesterov'): UpdateRule => ({
  name: `sgd, momentum ${momentum}`,
  lists: ['parameter', ...(momentum === 'none' ? [] : ['velocity'])],
  code: (at) => `
  if (decays) { gradient += ${at('parameter')} * hyper[4]; }
  ${momentum === 'none' ? '' : momentumCode(at('velocity'), momentum)}
  ${at('parameter')} -= gradient * hyper[0];`,
});

/** On the first step the buffer becomes the gradient itself. */
function momentumCode(velocity: string, momentum: 'plain' | 'nesterov'): string {
  return `
  let isFirst = hyper[5] > 0.0;
  let moved = ${velocity} * select(hyper[1], 0.0, isFirst) + gradient * select(1.0 - hyper[2], 1.0, isFirst);
  ${velocity} = moved;
  gradient = ${momentum === 'nesterov' ? 'gradient + moved * hyper[1]' : 'moved'};`;
}

const updates = { none: updateRunner(sgd('none')), plain: updateRunner(sgd('plain')), nesterov: updateRunner(sgd('nesterov')) };

/** Reference: `sgdReference` in ops/src/optimizer/sgd-step.ts. */
export const sgdKernels: Pick<FusedKernels, 'PrattleSgdStep'> = {
  PrattleSgdStep({ inputs: { parameters, gradients, momenta, hyper, norm }, attrs: { decays, nesterov }, backend }) {
    const hasMomentum = momenta.length > 0;
    const update = updates[hasMomentum ? (nesterov ? 'nesterov' : 'plain') : 'none'];
    update(backend, { lists: hasMomentum ? [parameters, momenta] : [parameters], gradients, decays, hyper, norm });
    return [];
  },
};
