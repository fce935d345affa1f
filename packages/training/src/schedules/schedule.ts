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

/** Where a schedule falls, and how far. */
export interface DecayOptions {
  readonly learningRate: number;
  /** Where it ends and stays. */
  readonly minLearningRate: number;
  /** The step at which it begins to fall. */
  readonly start: number;
  /** The step at which it arrives. */
  readonly end: number;
}

/** Half a cosine from the full rate down to the smallest, as in nanoGPT (after Loshchilov and Hutter 2017). */
export function cosine(options: DecayOptions): Schedule {
  return decay('cosine', options, (progress) => 0.5 * (1 + Math.cos(Math.PI * progress)));
}

/** A straight line from the full rate down to the smallest. */
export function linear(options: DecayOptions): Schedule {
  return decay('linear', options, (progress) => 1 - progress);
}

/** @param shape what is left of the way between the two rates, from 1 at progress 0 to 0 at progress 1 */
function decay(name: string, { learningRate, minLearningRate, start, end }: DecayOptions, shape: (progress: number) => number): Schedule {
  return {
    name,
    at(step) {
      if (step <= start) return learningRate;
      if (step > end) return minLearningRate;
      return minLearningRate + shape((step - start) / (end - start)) * (learningRate - minLearningRate);
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

/** A schedule and the step before which it holds. */
export interface Stage {
  readonly schedule: Schedule;
  readonly until: number;
}

/** One schedule after the other; the last holds for ever. All count steps from the start of the run. */
export function inTurn(stages: readonly Stage[]): Schedule {
  return {
    name: stages.map(({ schedule }) => schedule.name).join('-'),
    at(step) {
      const { schedule } = stages.find(({ until }) => step < until) ?? stages.at(-1) ?? { schedule: constant(0) };
      return schedule.at(step);
    },
  };
}

export interface OneCycleOptions {
  /** The rate at the top. */
  readonly learningRate: number;
  /** Length of the run. */
  readonly steps: number;
  /** Share of the run in which the rate rises. Default 0.3. */
  readonly rise?: number;
  /** The first rate is the largest divided by this. Default 25. */
  readonly startFactor?: number;
  /** The last rate is the first divided by this. Default 1e4. */
  readonly endFactor?: number;
}

/** Up and down along cosines once (Smith and Topin 2019), as torch.optim.lr_scheduler.OneCycleLR with its defaults. */
export function oneCycle({ learningRate, steps, rise = 0.3, startFactor = 25, endFactor = 1e4 }: OneCycleOptions): Schedule {
  const first = learningRate / startFactor;
  const last = first / endFactor;
  const top = rise * steps - 1;
  const end = steps - 1;
  const between = (from: number, to: number, progress: number) => to + ((from - to) / 2) * (1 + Math.cos(Math.PI * progress));
  return {
    name: 'one-cycle',
    at(step) {
      if (step >= end) return last;
      return step <= top ? between(first, learningRate, step / top) : between(learningRate, last, (step - top) / (end - top));
    },
  };
}
