/** The learning rate over a run: a pure function of the step, so that a resumed run needs nothing but its step. */
export interface Schedule {
  readonly name: string;
  /** @param step updates already made; 0 for the first one */
  at(step: number): number;
}

/** The same rate throughout. */
export function constant(learningRate: number): Schedule {
  return { name: 'constant', at: () => learningRate };
}

export interface CosineOptions {
  readonly learningRate: number;
  /** Where it ends and stays. */
  readonly minLearningRate: number;
  /** The step at which it begins to fall. */
  readonly start: number;
  /** The step at which it arrives. */
  readonly end: number;
}

/** Half a cosine from the full rate down to the smallest, as in nanoGPT (after Loshchilov and Hutter 2017). */
export function cosine({ learningRate, minLearningRate, start, end }: CosineOptions): Schedule {
  return {
    name: 'cosine',
    at(step) {
      if (step <= start) return learningRate;
      if (step > end) return minLearningRate;
      const progress = (step - start) / (end - start);
      return minLearningRate + 0.5 * (1 + Math.cos(Math.PI * progress)) * (learningRate - minLearningRate);
    },
  };
}

/**
 * Rises in a line to another schedule over its first `steps` steps, as in nanoGPT: the first step has 1 / (steps + 1) of
 * the rate, never 0.
 */
export function withWarmup(schedule: Schedule, steps: number): Schedule {
  if (steps <= 0) return schedule;
  return {
    name: `warmup-${schedule.name}`,
    at: (step) => (step < steps ? (schedule.at(steps) * (step + 1)) / (steps + 1) : schedule.at(step)),
  };
}
