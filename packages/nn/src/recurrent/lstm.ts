import { lstmScan } from '@prattle/ops';
import type { ParameterBuilder } from '../parameters.js';
import { lastState, part, type Recurrent } from './recurrent.js';
import { createTorchGates } from './torch-gates.js';

/**
 * The long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) as
 * `torch.nn.LSTM` has it: i, f, g, o are the four parts of W x + b + U h + c;
 * c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h' = σ(o) ⊙ tanh(c').
 * Adds `weight_ih_l<k>`, `weight_hh_l<k>`, `bias_ih_l<k>`, `bias_hh_l<k>`.
 */
export function createLstm(parameters: ParameterBuilder, inputs: number, hidden: number, layer = 0): Recurrent {
  const gates = createTorchGates(parameters, { inputs, hidden, gates: 4, layer });
  return {
    forward(x, memory) {
      const start = { hidden: part(memory, 0), cell: part(memory, 1) };
      const { outputs, cell } = lstmScan(gates.fromInputs(x), gates.stateWeight, start, { bias: gates.stateBias });
      return { outputs, memory: [lastState(outputs), cell] };
    },
  };
}
