import type { BuildContext, ForwardResult, Model, Task, Tensor } from '@prattle/core';
import { createParameters, createStandardiser, regressionResult } from '@prattle/nn';
import { crossEntropy, mean, square, sub } from '@prattle/ops';
import type { RegressorConfig } from './config.js';
import { createNetwork } from './network.js';

/** Columns to numbers. With standardisation the loss is measured in deviations of the targets, the prediction is not. */
export function buildRegressor(config: RegressorConfig, { data, random }: BuildContext): Model {
  const { inputs = 1, outputs = 1, statistics } = data;
  const parameters = createParameters(random);
  const network = createNetwork(parameters, config, inputs, outputs);
  const common = {
    task: 'regression' as Task,
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    dispose: parameters.dispose,
  };
  if (!config.standardise) return { ...common, forward: (x, { targets } = {}) => regressionResult(network(x), targets) };

  const columns = createStandardiser(parameters.scope('inputs'), inputs, statistics?.inputs);
  const goals = createStandardiser(parameters.scope('outputs'), outputs, statistics?.outputs);
  return {
    ...common,
    forward(x, { targets } = {}): ForwardResult {
      const y = network(columns.forward(x));
      const prediction = goals.backward(y);
      return targets ? { prediction, loss: meanSquaredError(y, goals.forward(targets)) } : { prediction };
    },
  };
}

/** Columns to classes: the same network, its outputs read as logits. */
export function buildClassifier(config: RegressorConfig, { data, random }: BuildContext): Model {
  const { inputs = 1, outputs = 1, statistics } = data;
  const parameters = createParameters(random);
  const network = createNetwork(parameters, config, inputs, outputs);
  const columns = config.standardise ? createStandardiser(parameters.scope('inputs'), inputs, statistics?.inputs) : undefined;
  return {
    task: 'classification',
    data,
    parameters: parameters.parameters,
    buffers: parameters.buffers,
    forward(x, { targets } = {}): ForwardResult {
      const logits = network(columns ? columns.forward(x) : x);
      return targets ? { logits, loss: crossEntropy(logits, targets) } : { logits };
    },
    dispose: parameters.dispose,
  };
}

const meanSquaredError = (a: Tensor, b: Tensor): Tensor => mean(square(sub(a, b)));
