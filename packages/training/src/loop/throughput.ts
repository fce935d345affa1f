/** Tokens a second over the last few dozen steps, evaluations and checkpoints left out. */
export interface Throughput {
  /** The clock starts here again: what came since the last step was something else. */
  restart(): void;
  /** A step with this many tokens has just ended. */
  step(tokens: number): void;
  readonly tokensPerSecond: number;
}

/** The weight of one step in the running mean. */
const WEIGHT = 0.05;

export function createThroughput(): Throughput {
  let last = performance.now();
  let seconds = 0;
  let tokensSeen = 0;
  return {
    restart() {
      last = performance.now();
    },
    step(tokens) {
      const time = performance.now();
      seconds += WEIGHT * ((time - last) / 1000 - seconds);
      tokensSeen += WEIGHT * (tokens - tokensSeen);
      last = time;
    },
    // Both means start at 0 and approach at the same pace, so their ratio is right from the first step.
    get tokensPerSecond() {
      return seconds > 0 ? tokensSeen / seconds : 0;
    },
  };
}
