import { crossEntropy, embedding, gruScan, linear, reshape, tensor, type variable } from '@prattle/ops';
import { type SampleModel, SampleParameters, type SampleShape, trainedByAdam } from './sample-model.js';

type Tensor = ReturnType<typeof variable>;

export interface GruShape extends SampleShape {
  readonly width: number;
}

/** A gated recurrent unit between an embedding and logits. */
export function makeGru(shape: GruShape): SampleModel {
  const { batch, context, width, vocabulary } = shape;
  const parameters = new SampleParameters();
  const table = parameters.make([vocabulary, width], 0.5);
  const [fromInput, inputBias] = [parameters.matrix(3 * width, width), parameters.make([3 * width], 0.1)];
  const [fromState, stateBias] = [parameters.matrix(3 * width, width), parameters.make([3 * width], 0.1)];
  const head = parameters.matrix(vocabulary, width);
  const start = tensor(new Float32Array(batch * width), [batch, width]);

  return trainedByAdam(shape, parameters, (tokens: Tensor, targets: Tensor) => {
    const x = linear(embedding(tokens, table), fromInput, { bias: inputBias });
    const states = gruScan(x, fromState, start, { bias: stateBias, form: 'reset-after' });
    const logits = linear(reshape(states, [batch * context, width]), head);
    return crossEntropy(logits, reshape(targets, [batch * context]));
  });
}
