import type { ForwardOptions, Tensor } from '@prattle/core';
import { createLinear, createPackedLinear, dropout, dropoutRandom, type ParameterBuilder } from '@prattle/nn';
import { mul, residualAdd, sigmoid, slice } from '@prattle/ops';
import type { BlockPlan } from './attention.js';
import type { TransformerConfig } from './config.js';

export interface FeedForward {
  /** residual + feedForward(x): [B, T, C] → [B, T, C]. */
  forward(x: Tensor, residual: Tensor, options: ForwardOptions): Tensor;
}

/** Two linear layers with a non-linearity between them, applied to every position by itself. */
export function createFeedForward(parameters: ParameterBuilder, { config, names, initialisation }: BlockPlan): FeedForward {
  const { width, bias, activation } = config;
  const hidden = config.hidden ?? 4 * width;
  const expand = activation === 'swiglu' ? gated() : plain(activation);
  const contract = createLinear(parameters.scope(names.contract), hidden, width, { bias, initialisation: initialisation.residual });

  function plain(kind: Exclude<TransformerConfig['activation'], 'swiglu'>): (x: Tensor) => Tensor {
    const linear = createLinear(parameters.scope(names.expand), width, hidden, { bias, initialisation: initialisation.linear });
    return (x) => linear.forward(x, { activation: kind });
  }

  /** SwiGLU (Shazeer 2020): silu(x · gateᵀ) ⊙ (x · upᵀ), silu(u) = u · sigmoid(u); both products are one. */
  function gated(): (x: Tensor) => Tensor {
    const parts = [
      { name: 'gate_proj', start: 0, outputs: hidden },
      { name: 'up_proj', start: hidden, outputs: hidden },
    ];
    const linear = createPackedLinear(parameters, 'gate_up_proj', width, parts, { bias, initialisation: initialisation.linear });
    return (x) => {
      const both = linear.forward(x); // [B, T, 2·hidden]
      const [batch = 0, time = 0] = both.shape;
      const gate = slice(both, [0, 0, 0], [batch, time, hidden]);
      const up = slice(both, [0, 0, hidden], [batch, time, hidden]);
      return mul(mul(gate, sigmoid(gate)), up);
    };
  }

  return {
    forward(x, residual, options) {
      const inner = expand(x); // [B, T, hidden]
      options.observe?.('feed-forward', inner);
      if (!dropoutRandom(config.dropout, options)) return contract.forward(inner, { residual });
      return residualAdd(residual, dropout(contract.forward(inner), config.dropout, options));
    },
  };
}
