import type { FusedKernels } from '../table.js';
import { type UpdateRule, updateRunner } from './update.js';

const adam = (decoupled: boolean): UpdateRule => ({
  name: decoupled ? 'adamw' : 'adam',
  lists: ['parameter', 'first', 'second'],
  code: (at) => `
  let value = ${at('parameter')};
  ${decoupled ? '' : 'if (decays) { gradient += value * hyper[4]; }'}
  let mean = ${at('first')} * hyper[1] + gradient * (1.0 - hyper[1]);
  let meanSquare = ${at('second')} * hyper[2] + gradient * gradient * (1.0 - hyper[2]);
  ${at('first')} = mean;
  ${at('second')} = meanSquare;
  let kept = ${decoupled ? 'select(value, value * (1.0 - hyper[0] * hyper[4]), decays)' : 'value'};
  ${at('parameter')} = kept - hyper[0] / hyper[5] * (mean / (sqrt(meanSquare) / sqrt(hyper[6]) + hyper[3]));`,
});

const [coupled, decoupled] = [updateRunner(adam(false)), updateRunner(adam(true))];

/** Reference: `adamReference` in ops/src/optimizer/adam-step.ts. */
export const adamKernels: Pick<FusedKernels, 'PrattleAdamStep'> = {
  PrattleAdamStep({ inputs: { parameters, gradients, first, second, hyper, norm }, attrs, backend }) {
    const update = attrs.decoupled ? decoupled : coupled;
    update(backend, { lists: [parameters, first, second], gradients, decays: attrs.decays, hyper, norm });
    return [];
  },
};
