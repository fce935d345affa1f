import { adamStep } from '@prattle/ops';
import { inputOf } from '../loop/inputs.js';
import { decays, type OptimizerPlan, withGradients, zerosLike } from './optimizer.js';

/** Defaults are PyTorch's. */
export interface AdamOptions {
  /** Decay of the mean of the gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares. Default 0.999. */
  readonly beta2?: number;
  /** Keeps the division finite. Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0.01 for `adamw`, 0 for `adam`. */
  readonly weightDecay?: number;
  /** Decay matrices and embeddings only, as GPT-2's and nanoGPT's training does. Default false, as in PyTorch. */
  readonly decayMatricesOnly?: boolean;
}

/** AdamW (Loshchilov and Hutter 2019): weight decay acts on the parameter itself. Equal to torch.optim.AdamW. */
export function adamw(options: AdamOptions = {}): OptimizerPlan {
  return adamPlan('adamw', { weightDecay: 0.01, ...options }, true);
}

/** Adam (Kingma and Ba 2015): weight decay, if any, is added to the gradient. Equal to torch.optim.Adam. */
export function adam(options: AdamOptions = {}): OptimizerPlan {
  return adamPlan('adam', { weightDecay: 0, ...options }, false);
}

function adamPlan(name: string, options: AdamOptions, decoupled: boolean): OptimizerPlan {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, decayMatricesOnly = false } = options;
  return {
    name,
    create(parameters, { clip }) {
      const slots = parameters.map((parameter) => ({
        parameter,
        first: zerosLike(parameter),
        second: zerosLike(parameter),
        decays: decays(parameter, decayMatricesOnly),
      }));
      const hyper = new Float32Array(8);
      return {
        name,
        state: new Map([
          ...slots.map(({ parameter, first }) => [`first.${parameter.name}`, first] as const),
          ...slots.map(({ parameter, second }) => [`second.${parameter.name}`, second] as const),
        ]),
        inputs: { hyper: { values: hyper, shape: [hyper.length] } },
        prepare({ update, learningRate }) {
          // The step has the betas in float32. Corrected as such, their rounding cancels: 1 - 0.999 is off by 1.3e-5 of itself.
          const correction = (beta: number): number => 1 - Math.fround(beta) ** update;
          hyper.set([learningRate, beta1, beta2, epsilon, weightDecay, correction(beta1), correction(beta2), clip]);
        },
        apply(gradients, inputs, norm) {
          const active = withGradients(slots, gradients);
          adamStep({
            parameters: active.map(({ parameter }) => parameter.value),
            gradients: active.map(({ gradient }) => gradient),
            first: active.map(({ first }) => first),
            second: active.map(({ second }) => second),
            decays: active.map((slot) => slot.decays),
            hyper: inputOf(inputs, 'hyper'),
            decoupled,
            ...(norm ? { norm } : {}),
          });
        },
        dispose() {
          for (const { first, second } of slots) {
            first.dispose();
            second.dispose();
          }
        },
      };
    },
  };
}
