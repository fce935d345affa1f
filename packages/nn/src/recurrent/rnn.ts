import type { Tensor } from '@prattle/core';
import { concat } from '@prattle/ops';
import { createLinear } from '../linear.js';
import type { ParameterBuilder } from '../parameters.js';
import { type Memory, type Recurrent, unroll } from './recurrent.js';

/** The plain cell: h_t = tanh(W · [x_t, h_{t-1}] + b) (Elman 1990). Adds `xh_to_h`. */
export function createRnn(parameters: ParameterBuilder, inputs: number, hidden: number): Recurrent {
  const layer = createLinear(parameters.scope('xh_to_h'), inputs + hidden, hidden);
  const cell = (x: Tensor, [h]: Memory): Memory => (h ? [layer.forward(concat([x, h], 1), { activation: 'tanh' })] : []);
  return { forward: (x, memory) => unroll(x, memory, cell) };
}
