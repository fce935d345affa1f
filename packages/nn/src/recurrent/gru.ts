import type { Tensor } from '@prattle/core';
import { add, concat, linear, mul, sigmoid, slice, sub, tanh } from '@prattle/ops';
import { createPackedLinear } from '../linear.js';
import type { ParameterBuilder } from '../parameters.js';
import { columns, type Memory, type Recurrent, unroll } from './recurrent.js';
import { createTorchGates } from './torch-gates.js';

/**
 * The gated cell as first published (Cho et al. 2014), with makemore's names and signs:
 * z, r = σ(W · [x, h] + b); n = tanh(W · [x, r ⊙ h] + b); h' = (1 - z) ⊙ h + z ⊙ n.
 * The reset gate acts before the product. Adds `xh_to_z`, `xh_to_r`, `xh_to_hbar`, kept as the rows of one matrix.
 */
export function createGru(parameters: ParameterBuilder, inputs: number, hidden: number): Recurrent {
  const width = inputs + hidden;
  const { weight, bias } = createPackedLinear(parameters, 'xh_to_zrh', width, [
    { name: 'xh_to_z', start: 0, outputs: hidden },
    { name: 'xh_to_r', start: hidden, outputs: hidden },
    { name: 'xh_to_hbar', start: 2 * hidden, outputs: hidden },
  ]);

  return {
    forward(x, memory) {
      // Cut once, not at every position.
      const gates = { weight: slice(weight, [0, 0], [2 * hidden, width]), bias: bias && slice(bias, [0], [2 * hidden]) };
      const candidate = { weight: slice(weight, [2 * hidden, 0], [hidden, width]), bias: bias && slice(bias, [2 * hidden], [hidden]) };
      return unroll(x, memory, (xt, [h]) => {
        if (!h) return [];
        const both = sigmoid(linear(concat([xt, h], 1), gates.weight, gates.bias ? { bias: gates.bias } : {}));
        const z = columns(both, 0, hidden);
        const r = columns(both, hidden, hidden);
        const n = linear(concat([xt, mul(r, h)], 1), candidate.weight, {
          activation: 'tanh',
          ...(candidate.bias ? { bias: candidate.bias } : {}),
        });
        return [add(h, mul(z, sub(n, h)))];
      });
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
    forward: (x, memory) =>
      unroll(gates.fromInputs(x), memory, (fromInput: Tensor, [h]: Memory): Memory => {
        if (!h) return [];
        const fromState = gates.fromState(h);
        const part = (of: Tensor, gate: number): Tensor => columns(of, gate * hidden, hidden);
        const r = sigmoid(add(part(fromInput, 0), part(fromState, 0)));
        const z = sigmoid(add(part(fromInput, 1), part(fromState, 1)));
        const n = tanh(add(part(fromInput, 2), mul(r, part(fromState, 2))));
        return [add(n, mul(z, sub(h, n)))];
      }),
  };
}
