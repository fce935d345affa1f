import {
  adam,
  adamw,
  constant,
  cosine,
  inTurn,
  linear,
  muon,
  type OptimizerPlan,
  oneCycle,
  type PatiencePlan,
  type Schedule,
  sgd,
  type TrainingSettings,
  withWarmup,
} from '@prattle/training';

/** The optimiser that the settings name. */
export function optimizerOf(settings: TrainingSettings): OptimizerPlan {
  const { optimizer, beta1, beta2, epsilon, weightDecay, decayMatricesOnly, momentum, nesterov, muonMomentum, muonIterations } = settings;
  const adamOptions = { beta1, beta2, epsilon, weightDecay, decayMatricesOnly };
  switch (optimizer) {
    case 'sgd':
      return sgd({ momentum, nesterov, weightDecay, decayMatricesOnly });
    case 'adam':
      return adam(adamOptions);
    case 'adamw':
      return adamw(adamOptions);
    case 'muon':
      return muon({ ...adamOptions, muonMomentum, iterations: muonIterations });
  }
}

/** What the settings do when evaluations bring nothing better. */
export function patienceOf({ patience, plateauPatience, plateauFactor, minLearningRate }: TrainingSettings): PatiencePlan {
  const reduce = { after: plateauPatience, factor: plateauFactor, smallest: minLearningRate };
  return { stopAfter: patience, ...(plateauPatience > 0 ? { reduce } : {}) };
}

/** What the wsd schedule falls in when no length is given, as a share of the run. */
const DECAY_SHARE = 0.2;

/** The learning rate's schedule that the settings describe: a warm-up, then what they name. */
export function scheduleOf(settings: TrainingSettings): Schedule {
  const { schedule, learningRate, minLearningRate, steps, decayEnd, decaySteps } = settings;
  const warmup = warmupOf(settings);
  const end = decayEnd ?? steps;
  // It rises by itself.
  if (schedule === 'one-cycle') return oneCycle({ learningRate, steps: end, ...(warmup > 0 ? { rise: warmup / end } : {}) });
  const rates = { learningRate, minLearningRate };
  const start = Math.max(warmup, end - (decaySteps ?? Math.round(DECAY_SHARE * steps)));
  const afterwards = {
    constant: () => constant(learningRate),
    linear: () => linear({ ...rates, start: warmup, end }),
    cosine: () => cosine({ ...rates, start: warmup, end }),
    wsd: () =>
      inTurn([
        { schedule: constant(learningRate), until: start },
        { schedule: linear({ ...rates, start, end }), until: end },
      ]),
  };
  return withWarmup(afterwards[schedule](), warmup);
}

function warmupOf({ warmup, warmupShare, steps }: TrainingSettings): number {
  return warmup > 0 ? warmup : Math.round(warmupShare * steps);
}
