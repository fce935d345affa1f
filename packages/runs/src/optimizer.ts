import {
  adam,
  adamw,
  constant,
  cosine,
  type OptimizerPlan,
  type PatiencePlan,
  type Schedule,
  sgd,
  type TrainingSettings,
  withWarmup,
} from '@prattle/training';

/** The optimiser that the settings name. */
export function optimizerOf(settings: TrainingSettings): OptimizerPlan {
  const { optimizer, beta1, beta2, epsilon, weightDecay, decayMatricesOnly, momentum } = settings;
  switch (optimizer) {
    case 'sgd':
      return sgd({ momentum, weightDecay, decayMatricesOnly });
    case 'adam':
      return adam({ beta1, beta2, epsilon, weightDecay, decayMatricesOnly });
    case 'adamw':
      return adamw({ beta1, beta2, epsilon, weightDecay, decayMatricesOnly });
  }
}

/** What the settings do when evaluations bring nothing better. */
export function patienceOf({ patience, plateauPatience, plateauFactor, minLearningRate }: TrainingSettings): PatiencePlan {
  const reduce = { after: plateauPatience, factor: plateauFactor, smallest: minLearningRate };
  return { stopAfter: patience, ...(plateauPatience > 0 ? { reduce } : {}) };
}

/** The learning rate's schedule that the settings describe. */
export function scheduleOf({ schedule, learningRate, minLearningRate, warmup, steps }: TrainingSettings): Schedule {
  const base = schedule === 'cosine' ? cosine({ learningRate, minLearningRate, start: warmup, end: steps }) : constant(learningRate);
  return withWarmup(base, warmup);
}
