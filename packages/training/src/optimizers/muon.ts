import type { Parameter } from '@prattle/core';
import { muonStep } from '@prattle/ops';
import { inputOf } from '../loop/inputs.js';
import { type AdamOptions, adamw } from './adam.js';
import { decays, type OptimizerPlan, withGradients, zerosLike } from './optimizer.js';

/** Settings of AdamW, which takes the parameters that are no hidden matrices, and those of Muon. */
export interface MuonOptions extends AdamOptions {
  /** Decay of Muon's mean of the gradients. Default 0.95. */
  readonly muonMomentum?: number;
  /** Newton-Schulz iterations of an update. Default 5. */
  readonly iterations?: number;
}

/**
 * Muon (Jordan et al. 2024) for hidden matrices, AdamW for the rest: embeddings, norms, biases and the matrix that makes
 * the outputs. Steps of both have the same size, so they share learning rate and weight decay.
 */
export function muon({ muonMomentum = 0.95, iterations = 5, ...adamOptions }: MuonOptions = {}): OptimizerPlan {
  const { weightDecay = 0.01 } = adamOptions;
  return {
    name: 'muon',
    create(parameters, context) {
      const output = outputMatrix(parameters, context.outputs);
      const isHidden = (parameter: Parameter) => parameter.role === 'matrix' && parameter.value.shape.length > 1 && parameter !== output;
      const hidden = parameters.map(isHidden);
      const rest = adamw({ weightDecay, ...adamOptions }).create(
        parameters.filter((_, index) => !hidden[index]),
        context,
      );
      const slots = parameters
        .filter((_, index) => hidden[index])
        .map((parameter) => ({ parameter, momentum: zerosLike(parameter), decays: decays(parameter, true) }));
      const hyper = new Float32Array(8);
      const momentumHyper = new Float32Array(8);
      return {
        name: 'muon',
        state: new Map([...rest.state, ...slots.map(({ parameter, momentum }) => [`momentum.${parameter.name}`, momentum] as const)]),
        inputs: {
          ...rest.inputs,
          muonHyper: { values: hyper, shape: [hyper.length] },
          muonMomentum: { values: momentumHyper, shape: [momentumHyper.length] },
        },
        prepare(settings) {
          rest.prepare(settings);
          hyper.set([settings.learningRate, 0, 0, 0, weightDecay]);
          momentumHyper.set([1 - muonMomentum, 0, 0, 0, 1, 0, 0, context.clip]);
        },
        apply(gradients, inputs, norm) {
          const active = withGradients(
            slots,
            gradients.filter((_, index) => hidden[index]),
          );
          muonStep({
            parameters: active.map(({ parameter }) => parameter.value),
            gradients: active.map(({ gradient }) => gradient),
            momenta: active.map(({ momentum }) => momentum),
            decays: active.map((slot) => slot.decays),
            momentum: muonMomentum,
            hyper: inputOf(inputs, 'muonHyper'),
            momentumHyper: inputOf(inputs, 'muonMomentum'),
            iterations,
            ...(norm ? { norm } : {}),
          });
          rest.apply(
            gradients.filter((_, index) => !hidden[index]),
            inputs,
            norm,
          );
        },
        dispose() {
          rest.dispose();
          for (const { momentum } of slots) momentum.dispose();
        },
      };
    },
  };
}

/** The last matrix, if one of its sides is as long as there are outputs. */
function outputMatrix(parameters: readonly Parameter[], outputs: number | undefined): Parameter | undefined {
  const last = parameters.findLast(({ role }) => role === 'matrix');
  return outputs !== undefined && last?.value.shape.includes(outputs) ? last : undefined;
}
