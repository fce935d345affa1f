import type { BuildContext, ForwardOptions, Model, ModelState, Tensor } from '@prattle/core';
import {
  createLinear,
  createParameters,
  createStateDecoder,
  createTokenEmbedding,
  dropout,
  type Memory,
  nextTokenResult,
  repeatRow,
} from '@prattle/nn';
import { dispose, fill, slice } from '@prattle/ops';
import type { CellKind } from './cells.js';
import type { RecurrentConfig } from './config.js';

/** Embedding, recurrent layers on top of each other, a linear layer to the vocabulary. */
export function buildRecurrent(kind: CellKind, config: RecurrentConfig, context: BuildContext): Model {
  const { data, random } = context;
  const { vocabularySize } = data;
  const { embedding, hidden, layers: depth } = config;
  const parameters = createParameters(random);
  // The first parameter, as in makemore. Being zero it draws nothing.
  const partsPerLayer = kind.memoryParts;
  const startRows =
    config.start === 'trainable'
      ? parameters.add('start', {
          shape: [depth * partsPerLayer, hidden],
          role: 'bias',
          values: new Float32Array(depth * partsPerLayer * hidden),
        })
      : undefined;
  const tokens = createTokenEmbedding(parameters.scope(kind.embedding), context, embedding);
  const layers = Array.from({ length: depth }, (_, layer) => kind.create(parameters, layer === 0 ? embedding : hidden, hidden, layer));
  const output = createLinear(parameters.scope(kind.output), hidden, vocabularySize);

  /** The memory of all layers before the first token, [batch, hidden] each. */
  const startMemory = (batch: number): Memory =>
    Array.from({ length: depth * partsPerLayer }, (_, row) =>
      startRows ? repeatRow(slice(startRows, [row, 0], [1, hidden]), batch) : fill([batch, hidden], 0),
    );

  const run = (ids: Tensor, memory: Memory, options: ForwardOptions): { readonly hiddenStates: Tensor; readonly memory: Memory } => {
    let x = tokens.forward(ids); // [B, T, E]
    const after: Tensor[] = [];
    for (const [i, layer] of layers.entries()) {
      if (i > 0) x = dropout(x, config.dropout, options);
      const result = layer.forward(x, memory.slice(i * partsPerLayer, (i + 1) * partsPerLayer));
      x = result.outputs; // [B, T, H]
      after.push(...result.memory);
      options.observe?.(`layer ${i}`, x);
    }
    return { hiddenStates: x, memory: after };
  };

  return {
    task: 'next-token',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward(ids, options = {}) {
      const [batch = 0] = ids.shape;
      const { hiddenStates, memory } = run(ids, options.state?.tensors ?? startMemory(batch), options);
      return { ...nextTokenResult(output.forward(hiddenStates), options.targets), state: stateOf(memory) };
    },
    decoder: (slots) =>
      createStateDecoder({
        slots,
        start: () => startMemory(1),
        step(ids, before) {
          const { memory } = run(ids, before, {});
          const last = memory.at(-partsPerLayer);
          if (!last) throw new RangeError('a recurrent model without layers');
          return { logits: output.forward(last), memory };
        },
      }),
    dispose: parameters.dispose,
  };
}

function stateOf(tensors: Memory): ModelState {
  return { tensors, dispose: () => dispose(tensors) };
}
