import { createRandom, type Model, type Parameter } from '@prattle/core';
import { crossEntropy, embedding, fill, linear, reshape, rnnScan, slice, variable } from '@prattle/ops';

/** A next-token model with a hidden state that goes in and comes out. */
export function tinyRecurrent({ vocabularySize = 4, hidden = 12 } = {}): Model {
  const random = createRandom('philox', 17);
  const matrix = (name: string, rows: number, deviation: number): Parameter => ({
    name,
    role: 'matrix',
    value: variable(random.normal(rows * hidden, 0, deviation), [rows, hidden]),
    trainable: true,
  });
  const table = matrix('table', vocabularySize, 1);
  const weight = matrix('weight', hidden, 1 / Math.sqrt(hidden));
  const out = matrix('out', vocabularySize, 0.3);
  const all = [table, weight, out];

  return {
    task: 'next-token',
    data: { vocabularySize, contextLength: 100 },
    parameters: new Map(all.map((entry) => [entry.name, entry])),
    buffers: new Map(),
    forward(ids, { targets, state } = {}) {
      const [batch = 0, time = 0] = ids.shape;
      const start = state?.tensors[0] ?? fill([batch, hidden], 0);
      const outputs = rnnScan(embedding(ids, table.value), weight.value, start);
      const logits = linear(outputs, out.value);
      const last = reshape(slice(outputs, [0, time - 1, 0], [batch, 1, hidden]), [batch, hidden]);
      return { logits, state: { tensors: [last], dispose: () => last.dispose() }, ...(targets && { loss: crossEntropy(logits, targets) }) };
    },
    dispose() {
      for (const { value } of all) value.dispose();
    },
  };
}
