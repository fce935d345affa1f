import type { BuildContext, Tensor } from '@prattle/core';
import { createLinear, createTokenEmbedding, type ParameterBuilder } from '@prattle/nn';
import { causalConvolution, mul, relu, residualAdd, sigmoid, slice, tanh } from '@prattle/ops';
import type { WavenetConfig } from './config.js';
import type { LogitsOf } from './hierarchical.js';

/**
 * The paper's network for tokens: causal convolutions that reach 1, 2, 4, … positions back, each through a gate,
 * z = tanh(F x) ⊙ σ(G x); a residual goes up to the next level and a skip connection straight to the output.
 */
export function createDilated(parameters: ParameterBuilder, config: WavenetConfig, context: BuildContext): LogitsOf {
  const { levels, hidden } = config;
  const embedding = createTokenEmbedding(parameters.scope('embedding'), context, config.embedding);
  const entry = createLinear(parameters.scope('entry'), config.embedding, hidden);
  const stages = Array.from({ length: levels }, (_, level) => {
    const scope = parameters.scope('layers').scope(String(level));
    return {
      dilation: 2 ** level,
      // Filter and gate are the rows of one matrix; its inputs are the earlier position and the present one.
      gated: createLinear(scope.scope('filter_gate'), 2 * hidden, 2 * hidden),
      residual: createLinear(scope.scope('residual'), hidden, hidden),
      skip: createLinear(scope.scope('skip'), hidden, hidden),
    };
  });
  const head = createLinear(parameters.scope('head.0'), hidden, hidden);
  const output = createLinear(parameters.scope('head.2'), hidden, context.data.vocabularySize);

  return (ids, { observe }) => {
    let x = entry.forward(embedding.forward(ids)); // [B, T, H]
    const [batch = 0, time = 0] = x.shape;
    const half = (both: Tensor, start: number): Tensor => slice(both, [0, 0, start], [batch, time, hidden]);
    const skips: Tensor[] = [];
    for (const [level, { dilation, gated, residual, skip }] of stages.entries()) {
      const both = causalConvolution(x, gated.weight, { dilation, bias: gated.bias }); // [B, T, 2H]
      const z = mul(tanh(half(both, 0)), sigmoid(half(both, hidden)));
      observe?.(`level ${level}`, z);
      skips.push(skip.forward(z));
      x = residual.forward(z, { residual: x });
    }
    const summed = skips.reduce((sum, next) => residualAdd(sum, next));
    return output.forward(relu(head.forward(relu(summed))));
  };
}
