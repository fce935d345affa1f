import { createRandom, type Model, type Parameter, type Tensor } from '@prattle/core';
import { crossEntropy, dropout, embedding, linear, reshape, variable } from '@prattle/ops';

export interface TinyModelOptions {
  readonly vocabularySize?: number;
  readonly width?: number;
  readonly dropout?: number;
  /** A square matrix between embedding and output layer. */
  readonly hidden?: boolean;
}

/** A next-token model that sees one token: embedding, dropout, a hidden layer if wanted, output layer with a bias. */
export function tinyModel({ vocabularySize = 5, width = 4, dropout: rate = 0, hidden: deep = false }: TinyModelOptions = {}): Model {
  const random = createRandom('philox', 11);
  const parameter = (name: string, role: Parameter['role'], shape: readonly number[]): Parameter => {
    const size = shape.reduce((product, length) => product * length, 1);
    return { name, role, value: variable(random.normal(size, 0, 0.5), shape), trainable: true };
  };
  const table = parameter('table', 'embedding', [vocabularySize, width]);
  const weight = parameter('out.weight', 'matrix', [vocabularySize, width]);
  const bias = parameter('out.bias', 'bias', [vocabularySize]);
  const middle = deep ? parameter('middle.weight', 'matrix', [width, width]) : undefined;
  const all = [table, ...(middle ? [middle] : []), weight, bias];

  function logitsOf(input: Tensor, options: Parameters<Model['forward']>[1] = {}): Tensor {
    const embedded = embedding(input, table.value);
    const { training, random: stepRandom } = options;
    const dropped = training && rate > 0 && stepRandom ? dropout(embedded, rate, stepRandom) : embedded;
    const hidden = middle ? linear(dropped, middle.value, { activation: 'tanh' }) : dropped;
    return linear(hidden, weight.value, { bias: bias.value });
  }

  return {
    task: 'next-token',
    data: { vocabularySize, contextLength: 8 },
    parameters: new Map(all.map((entry) => [entry.name, entry])),
    buffers: new Map(),
    forward(input, options = {}) {
      const logits = logitsOf(input, options);
      if (!options.targets) return { logits };
      const targets = options.targets;
      return { logits, loss: crossEntropy(reshape(logits, [targets.size, vocabularySize]), reshape(targets, [targets.size])) };
    },
    dispose() {
      for (const { value } of all) value.dispose();
    },
  };
}
