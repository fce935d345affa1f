import { itemProgram, programFamily } from '../../program/program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';
import { clipFunction } from './clip.js';

const adam = programFamily((norm: boolean, decay: 'none' | 'decoupled' | 'coupled') =>
  itemProgram({
    name: `adam, decay ${decay}${norm ? ', clipped' : ''}`,
    buffers: {
      parameter: 'write f32',
      gradient: 'read f32',
      first: 'write f32',
      second: 'write f32',
      hyper: 'read f32',
      ...(norm && { norm: 'read f32' }),
    },
    declarations: clipFunction(norm),
    main: `
  let value = parameter[i];
  let g = gradient[i] * clip()${decay === 'coupled' ? ' + value * hyper[4]' : ''};
  let mean = first[i] * hyper[1] + g * (1.0 - hyper[1]);
  let meanSquare = second[i] * hyper[2] + g * g * (1.0 - hyper[2]);
  first[i] = mean;
  second[i] = meanSquare;
  let kept = ${decay === 'decoupled' ? 'value * (1.0 - hyper[0] * hyper[4])' : 'value'};
  parameter[i] = kept - hyper[0] / hyper[5] * (mean / (sqrt(meanSquare) / sqrt(hyper[6]) + hyper[3]));`,
  }),
);

/** Reference: `adamReference` in ops/src/optimizer/adam-step.ts. */
export const adamKernels: Pick<FusedKernels, 'PrattleAdamStep'> = {
  PrattleAdamStep({ inputs: { parameters, gradients, first, second, hyper, norm }, attrs: { decays, decoupled }, backend }) {
    for (const [p, parameter] of parameters.entries()) {
      const program = adam(norm !== undefined, decays[p] ? (decoupled ? 'decoupled' : 'coupled') : 'none');
      const own = { parameter, gradient: gradients[p], first: first[p], second: second[p] };
      backend.run(program, { ...own, hyper, norm }, {}, sizeOf(parameter));
    }
    return [];
  },
};
