import { createGru, createLstm, createRnn, createTorchGru, type ParameterBuilder, type Recurrent } from '@prattle/nn';
import type { GruConfig } from './config.js';

/** A kind of cell with the names that its parameters go by. */
export interface CellKind {
  readonly embedding: string;
  readonly output: string;
  /** Tensors that one layer remembers. */
  readonly memoryParts: number;
  create(parameters: ParameterBuilder, inputs: number, hidden: number, layer: number): Recurrent;
}

/** makemore's names: one cell is `cell`, more are `cell`, `cell_1`, … */
const makemore = { embedding: 'wte', output: 'lm_head', memoryParts: 1 };
const cellName = (layer: number): string => (layer === 0 ? 'cell' : `cell_${layer}`);

/** The names of the micro-lm model, whose layers are those of `torch.nn.LSTM`. */
const torch = { embedding: 'embedding', output: 'output', memoryParts: 1 };

export const rnnCell: CellKind = {
  ...makemore,
  create: (parameters, inputs, hidden, layer) => createRnn(parameters.scope(cellName(layer)), inputs, hidden),
};

export function gruCell(form: GruConfig['form']): CellKind {
  if (form === 'cudnn') {
    return { ...torch, create: (parameters, inputs, hidden, layer) => createTorchGru(parameters.scope('gru'), inputs, hidden, layer) };
  }
  return { ...makemore, create: (parameters, inputs, hidden, layer) => createGru(parameters.scope(cellName(layer)), inputs, hidden) };
}

export const lstmCell: CellKind = {
  ...torch,
  memoryParts: 2,
  create: (parameters, inputs, hidden, layer) => createLstm(parameters.scope('lstm'), inputs, hidden, layer),
};
