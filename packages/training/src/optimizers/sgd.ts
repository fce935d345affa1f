import { sgdStep } from '@prattle/ops';
import { inputOf } from '../loop/inputs.js';
import { decays, type OptimizerPlan, withGradients, zerosLike } from './optimizer.js';

/** Defaults are PyTorch's. */
export interface SgdOptions {
  /** Share of the last update that is kept. Default 0. */
  readonly momentum?: number;
  /** Share of the gradient that does not enter the momentum. Default 0. */
  readonly dampening?: number;
  /** Look ahead along the momentum (Sutskever et al. 2013). Default false. */
  readonly nesterov?: boolean;
  /** Added to the gradient, times the parameter. Default 0. */
  readonly weightDecay?: number;
  /** Default false. */
  readonly decayMatricesOnly?: boolean;
}

/** Stochastic gradient descent, with momentum if wanted. Equal to torch.optim.SGD. */
export function sgd(options: SgdOptions = {}): OptimizerPlan {
  const { momentum = 0, dampening = 0, nesterov = false, weightDecay = 0, decayMatricesOnly = false } = options;
  return {
    name: 'sgd',
    create(parameters, { clip }) {
      const slots = parameters.map((parameter) => ({
        parameter,
        momenta: momentum === 0 ? [] : [zerosLike(parameter)],
        decays: decays(parameter, decayMatricesOnly),
      }));
      const hyper = new Float32Array(8);
      return {
        name: 'sgd',
        state: new Map(slots.flatMap((slot) => slot.momenta.map((tensor) => [`momentum.${slot.parameter.name}`, tensor] as const))),
        inputs: { hyper: { values: hyper, shape: [hyper.length] } },
        prepare({ update, learningRate }) {
          hyper.set([learningRate, momentum, dampening, 0, weightDecay, update === 1 ? 1 : 0, 0, clip]);
        },
        apply(gradients, inputs, norm) {
          const active = withGradients(slots, gradients);
          sgdStep({
            parameters: active.map(({ parameter }) => parameter.value),
            gradients: active.map(({ gradient }) => gradient),
            momenta: active.flatMap((slot) => slot.momenta),
            decays: active.map((slot) => slot.decays),
            hyper: inputOf(inputs, 'hyper'),
            nesterov,
            ...(norm ? { norm } : {}),
          });
        },
        dispose() {
          for (const tensor of slots.flatMap((slot) => slot.momenta)) tensor.dispose();
        },
      };
    },
  };
}
