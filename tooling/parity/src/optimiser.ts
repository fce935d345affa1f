import { adam, adamw, type OptimizerPlan, sgd } from '@prattle/training';
import type { Description } from './fixture.js';

/** The optimiser that a fixture was trained with. Weight decay on "tensors with 2 or more dimensions" is what roles say. */
export function optimiserOf({ optimiser }: Description): OptimizerPlan {
  if (!optimiser) throw new Error("The fixture's description names no optimiser.");
  if (optimiser.type === 'SGD') return sgd();
  const [beta1, beta2] = optimiser.betas ?? [];
  const options = {
    ...(beta1 === undefined ? {} : { beta1 }),
    ...(beta2 === undefined ? {} : { beta2 }),
    ...(optimiser.eps === undefined ? {} : { epsilon: optimiser.eps }),
    weightDecay: optimiser.weight_decay ?? 0,
    decayMatricesOnly: optimiser.decay_applies_to === 'tensors with 2 or more dimensions',
  };
  return optimiser.type === 'AdamW' ? adamw(options) : adam(options);
}
