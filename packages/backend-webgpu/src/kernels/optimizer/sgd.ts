import { itemProgram, programFamily } from '../../program/program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';
import { clipFunction } from './clip.js';

const sgd = programFamily((norm: boolean, decays: boolean, momentum: 'none' | 'plain' | 'nesterov') =>
  itemProgram({
    name: `sgd, momentum ${momentum}${decays ? ', decay' : ''}${norm ? ', clipped' : ''}`,
    buffers: {
      parameter: 'write f32',
      gradient: 'read f32',
      hyper: 'read f32',
      ...(momentum !== 'none' && { velocity: 'write f32' }),
      ...(norm && { norm: 'read f32' }),
    },
    declarations: clipFunction(norm),
    main: `
  var step = gradient[i] * clip()${decays ? ' + parameter[i] * hyper[4]' : ''};
  ${momentum === 'none' ? '' : momentumCode(momentum)}
  parameter[i] -= step * hyper[0];`,
  }),
);

/** On the first step the buffer becomes the gradient itself. */
function momentumCode(momentum: 'plain' | 'nesterov'): string {
  return `
  let isFirst = hyper[5] > 0.0;
  let moved = velocity[i] * select(hyper[1], 0.0, isFirst) + step * select(1.0 - hyper[2], 1.0, isFirst);
  velocity[i] = moved;
  step = ${momentum === 'nesterov' ? 'step + moved * hyper[1]' : 'moved'};`;
}

/** Reference: `sgdReference` in ops/src/optimizer/sgd-step.ts. */
export const sgdKernels: Pick<FusedKernels, 'PrattleSgdStep'> = {
  PrattleSgdStep({ inputs: { parameters, gradients, momenta, hyper, norm }, attrs: { decays, nesterov }, backend }) {
    for (const [p, parameter] of parameters.entries()) {
      const velocity = momenta[p];
      const momentum = velocity === undefined ? 'none' : nesterov ? 'nesterov' : 'plain';
      const program = sgd(norm !== undefined, decays[p] === true, momentum);
      backend.run(program, { parameter, gradient: gradients[p], hyper, velocity, norm }, {}, sizeOf(parameter));
    }
    return [];
  },
};
