import type { BuildContext, ForwardOptions, Tensor } from '@prattle/core';
import { createBatchNorm, createLinear, createTokenEmbedding, type ParameterBuilder, repeatRow } from '@prattle/nn';
import { concat, reshape, slice, tanh } from '@prattle/ops';
import type { WavenetConfig } from './config.js';

/** ids [B, T] → logits [B, T, V], or [B, 1, V] when only what follows the row is predicted. */
export type LogitsOf = (ids: Tensor, options: ForwardOptions) => Tensor;

/**
 * A tree over a window of 2^levels tokens: neighbours are put side by side and become one, level by level, until one
 * vector stands for all. Every position is the end of a window of its own; what comes before a row's start is token 0.
 *
 * The parameters are numbered as in the lecture's list of layers: an embedding, then for each level flatten, linear,
 * batch norm, tanh, and a last linear layer.
 */
export function createHierarchy(parameters: ParameterBuilder, config: WavenetConfig, context: BuildContext): LogitsOf {
  const { vocabularySize } = context.data;
  const { levels, embedding: width, hidden, variance } = config;
  const window = 2 ** levels;
  const scope = (index: number): ParameterBuilder => parameters.scope('layers').scope(String(index));
  const embedding = createTokenEmbedding(scope(0), context, width);
  const stages = Array.from({ length: levels }, (_, level) => ({
    linear: createLinear(scope(4 * level + 2), 2 * (level === 0 ? width : hidden), hidden, { bias: false }),
    norm: createBatchNorm(scope(4 * level + 3), hidden, { variance }),
  }));
  const output = createLinear(scope(4 * levels + 1), hidden, vocabularySize);

  /** Windows [N, window, E] → logits [N, V]. */
  const fuse = (windows: Tensor, { training = false, observe }: ForwardOptions): Tensor => {
    const [count = 0] = windows.shape;
    let x = windows;
    for (const [level, { linear, norm }] of stages.entries()) {
      const pairs = count * (window >> (level + 1));
      // [N, n, C] → [N · n/2, 2C]: the earlier neighbour first. It is the same memory, seen in wider rows.
      const flat = reshape(x, [pairs, x.size / pairs]);
      x = tanh(norm.forward(linear.forward(flat), training)); // [N · n/2, H]
      observe?.(`level ${level}`, x);
    }
    return output.forward(x);
  };

  /** The row with `window - 1` times token 0 before it. */
  const padded = (ids: Tensor): Tensor => {
    const [batch = 0] = ids.shape;
    const start = slice(embedding.table, [0, 0], [1, width]);
    const before = reshape(repeatRow(start, batch * (window - 1)), [batch, window - 1, width]);
    return concat([before, embedding.forward(ids)], 1); // [B, window - 1 + T, E]
  };

  return (ids, options) => {
    const [batch = 0, time = 0] = ids.shape;
    if (config.predict === 'last') {
      const x = time === window ? embedding.forward(ids) : slice(padded(ids), [0, time - 1, 0], [batch, window, width]);
      return reshape(fuse(x, options), [batch, 1, vocabularySize]);
    }
    const x = padded(ids);
    // The token i places into the window, for all positions at once; side by side they are the windows.
    const columns = Array.from({ length: window }, (_, i) => slice(x, [0, i, 0], [batch, time, width]));
    const windows = reshape(concat(columns, 2), [batch * time, window, width]);
    return reshape(fuse(windows, options), [batch, time, vocabularySize]);
  };
}
