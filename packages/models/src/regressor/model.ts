import type { BuildContext, ForwardResult, Model, Observer, Tensor } from '@prattle/core';
import { createLinear, createParameters, type ParameterBuilder, regressionResult } from '@prattle/nn';
import { crossEntropy } from '@prattle/ops';
import type { RegressorConfig } from './config.js';

/** Columns to numbers, trained on the mean squared error. */
export function buildRegressor(config: RegressorConfig, { data, random }: BuildContext): Model {
  const parameters = createParameters(random);
  const network = createNetwork(parameters, config, data.inputs ?? 1, data.outputs ?? 1);
  return {
    task: 'regression',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward: (x, { targets, observe } = {}) => regressionResult(network(x, observe), targets),
    dispose: parameters.dispose,
  };
}

/** Columns to classes: the same network, its outputs read as logits. */
export function buildClassifier(config: RegressorConfig, { data, random }: BuildContext): Model {
  const parameters = createParameters(random);
  const network = createNetwork(parameters, config, data.inputs ?? 1, data.outputs ?? 1);
  return {
    task: 'classification',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward(x, { targets, observe } = {}): ForwardResult {
      const logits = network(x, observe);
      return targets ? { logits, loss: crossEntropy(logits, targets) } : { logits };
    },
    dispose: parameters.dispose,
  };
}

/** `fc1`, `fc2`, … with a non-linearity between them: [B, inputs] → [B, outputs]. */
function createNetwork(
  parameters: ParameterBuilder,
  { hidden, activation }: RegressorConfig,
  inputs: number,
  outputs: number,
): (x: Tensor, observe?: Observer) => Tensor {
  const widths = [inputs, ...hidden];
  const layers = widths.map((width, i) => createLinear(parameters.scope(`fc${i + 1}`), width, widths[i + 1] ?? outputs));
  return (x, observe) =>
    layers.reduce((h, layer, i) => {
      if (i === layers.length - 1) return layer.forward(h);
      const next = layer.forward(h, { activation });
      observe?.(`hidden ${i + 1}`, next);
      return next;
    }, x);
}
