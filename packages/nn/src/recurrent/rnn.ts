import { linear, rnnScan } from '@prattle/ops';
import { createLinear } from '../linear.js';
import type { ParameterBuilder } from '../parameters.js';
import { columns, lastState, part, type Recurrent } from './recurrent.js';

/** The plain cell: h_t = tanh(W · [x_t, h_{t-1}] + b) (Elman 1990). Adds `xh_to_h`. */
export function createRnn(parameters: ParameterBuilder, inputs: number, hidden: number): Recurrent {
  const { weight, bias } = createLinear(parameters.scope('xh_to_h'), inputs + hidden, hidden);
  return {
    forward(x, memory) {
      const fromInputs = linear(x, columns(weight, 0, inputs), { bias });
      const outputs = rnnScan(fromInputs, columns(weight, inputs, hidden), part(memory, 0));
      return { outputs, memory: [lastState(outputs)] };
    },
  };
}
