import { gruScan, linear } from '@prattle/ops';
import { createPackedLinear } from '../linear.js';
import type { ParameterBuilder } from '../parameters.js';
import { columns, lastState, part, type Recurrent } from './recurrent.js';
import { createTorchGates } from './torch-gates.js';

/**
 * The gated cell as first published (Cho et al. 2014), with makemore's names and signs:
 * z, r = σ(W · [x, h] + b); n = tanh(W · [x, r ⊙ h] + b); h' = (1 - z) ⊙ h + z ⊙ n.
 * The reset gate acts before the product. Adds `xh_to_z`, `xh_to_r`, `xh_to_hbar`, kept as the rows of one matrix.
 */
export function createGru(parameters: ParameterBuilder, inputs: number, hidden: number): Recurrent {
  const { weight, bias } = createPackedLinear(parameters, 'xh_to_zrh', inputs + hidden, [
    { name: 'xh_to_z', start: 0, outputs: hidden },
    { name: 'xh_to_r', start: hidden, outputs: hidden },
    { name: 'xh_to_hbar', start: 2 * hidden, outputs: hidden },
  ]);
  return {
    forward(x, memory) {
      const fromInputs = linear(x, columns(weight, 0, inputs), { bias });
      const outputs = gruScan(fromInputs, columns(weight, inputs, hidden), part(memory, 0), { form: 'reset-before' });
      return { outputs, memory: [lastState(outputs)] };
    },
  };
}

/**
 * The gated cell as cuDNN and `torch.nn.GRU` have it: the reset gate acts on the product, and z keeps the old state:
 * r, z = σ(W x + b + U h + c); n = tanh(W x + b + r ⊙ (U h + c)); h' = (1 - z) ⊙ n + z ⊙ h.
 * Adds `weight_ih_l<k>`, `weight_hh_l<k>`, `bias_ih_l<k>`, `bias_hh_l<k>`.
 */
export function createTorchGru(parameters: ParameterBuilder, inputs: number, hidden: number, layer = 0): Recurrent {
  const gates = createTorchGates(parameters, { inputs, hidden, gates: 3, layer });
  return {
    forward(x, memory) {
      const outputs = gruScan(gates.fromInputs(x), gates.stateWeight, part(memory, 0), { bias: gates.stateBias, form: 'reset-after' });
      return { outputs, memory: [lastState(outputs)] };
    },
  };
}
