import {
  type Batch,
  type ForwardOptions,
  type ForwardResult,
  type HostArray,
  type Model,
  type ModelState,
  type NamedTensors,
  type Tensor,
  type TensorRecord,
  TrainingError,
} from '@prattle/core';
import { dispose, noGradient, slice, variable, writeRows } from '@prattle/ops';
import { inputOf } from './inputs.js';

/**
 * A model whose recurrent memory goes from one batch into the next where batches follow each other through a text
 * (truncated backpropagation through time: the memory is carried, gradients are not). It lies in tensors that never move, so
 * that a recorded step can be replayed. Batches that do not say whether they go on pass through.
 */
export interface CarriedState {
  /** What a step has to be told of a batch beside its tensors. A batch that begins a text and one that goes on are two recordings. */
  inputsOf(batch: Batch): Readonly<Record<string, HostArray>>;
  /** `model.forward` inside a step, on a batch's inputs. @throws TrainingError when the model has no memory to carry */
  forward(inputs: TensorRecord, options: ForwardOptions): ForwardResult;
  /** What a checkpoint has to hold. */
  readonly tensors: NamedTensors;
  /** Goes on with what a checkpoint held. */
  restore(saved: ReadonlyMap<string, HostArray>): void;
  dispose(): void;
}

const FLAG: HostArray = { values: Int32Array.of(1), shape: [1] };

export function createCarriedState(model: Model): CarriedState {
  const held = new Map<string, Tensor>();
  const rows: Tensor[] = [];
  const hold = (name: string, values: Float32Array, shape: readonly number[]): Tensor => {
    const tensor = variable(values, shape);
    held.set(name, tensor);
    return tensor;
  };
  /** A copy: the gradient still needs what was carried in when the new memory has been written over it. */
  const recall = (): ModelState => ({
    tensors: Array.from(held.values(), (tensor) => slice(tensor, new Array(tensor.shape.length).fill(0), [...tensor.shape])),
    dispose: () => {},
  });
  const keep = ({ tensors }: ModelState): void =>
    noGradient(() => {
      for (const [i, tensor] of tensors.entries()) {
        const name = nameOf(i);
        const target = held.get(name) ?? hold(name, new Float32Array(tensor.size), tensor.shape);
        rows[i] ??= allRows(target);
        writeRows(target, rows[i], tensor);
      }
    });

  return {
    inputsOf: ({ continues }) => (continues === undefined ? {} : { [continues ? 'continues' : 'begins']: FLAG }),
    forward(inputs, options) {
      const { continues, begins } = inputs;
      const result = model.forward(inputOf(inputs, 'input'), continues ? { ...options, state: recall() } : options);
      if (continues || begins) keep(result.state ?? noState());
      return result;
    },
    tensors: held,
    restore(saved) {
      for (let i = 0; ; i++) {
        const name = nameOf(i);
        const part = saved.get(name);
        if (!part) return;
        hold(name, Float32Array.from(part.values), part.shape);
      }
    },
    dispose() {
      dispose([...held.values(), ...rows]);
      held.clear();
      rows.length = 0;
    },
  };
}

const nameOf = (part: number): string => `carried.${part}`;

/** int32: the index of every row of a tensor's last axis. */
function allRows({ size, shape }: Tensor): Tensor {
  const count = size / (shape.at(-1) ?? 1);
  return variable(
    Int32Array.from({ length: count }, (_, row) => row),
    [count],
    'int32',
  );
}

function noState(): never {
  throw new TrainingError({
    package: 'training',
    code: 'no-state',
    what: 'The model remembers nothing that could be carried from one block to the next',
    remedy: 'Use a recurrent model (rnn, gru, lstm), or train without carrying the state.',
  });
}
