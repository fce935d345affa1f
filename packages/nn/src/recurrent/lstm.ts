import type { Tensor } from '@prattle/core';
import { add, mul, sigmoid, tanh } from '@prattle/ops';
import type { ParameterBuilder } from '../parameters.js';
import { columns, type Memory, type Recurrent, unroll } from './recurrent.js';
import { createTorchGates } from './torch-gates.js';

/**
 * The long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) as
 * `torch.nn.LSTM` has it: i, f, g, o are the four parts of W x + b + U h + c;
 * c' = σ(f) ⊙ c + σ(i) ⊙ tanh(g); h' = σ(o) ⊙ tanh(c').
 * Adds `weight_ih_l<k>`, `weight_hh_l<k>`, `bias_ih_l<k>`, `bias_hh_l<k>`.
 */
export function createLstm(parameters: ParameterBuilder, inputs: number, hidden: number, layer = 0): Recurrent {
  const gates = createTorchGates(parameters, { inputs, hidden, gates: 4, layer });
  const cell = (fromInput: Tensor, [h, c]: Memory): Memory => {
    if (!h || !c) return [];
    const all = gates.fromState(h, fromInput);
    const [i, f, g, o] = [0, 1, 2, 3].map((gate) => columns(all, gate * hidden, hidden)) as [Tensor, Tensor, Tensor, Tensor];
    const next = add(mul(sigmoid(f), c), mul(sigmoid(i), tanh(g)));
    return [mul(sigmoid(o), tanh(next)), next];
  };
  return { forward: (x, memory) => unroll(gates.fromInputs(x), memory, cell) };
}
