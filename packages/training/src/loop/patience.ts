/** What a run does when its evaluations bring nothing better for a while. Where an evaluation ends an epoch, these are epochs. */
export interface PatiencePlan {
  /** Ends the run after so many evaluations without a better one. Default 0: never. */
  readonly stopAfter?: number;
  /** Lowers the learning rate on a plateau, whatever the schedule; as PyTorch's ReduceLROnPlateau, but any gain counts. */
  readonly reduce?: {
    /** Evaluations without a better one before each reduction. */
    readonly after: number;
    /** What the rate is multiplied by. */
    readonly factor: number;
    /** Reductions do not take the rate below this. */
    readonly smallest: number;
  };
}

/** How long a run has been waiting. JSON, part of the training state. */
export interface PatienceState {
  /** Evaluations since the best one. */
  readonly waited: number;
  /** Evaluations since the best one or the last reduction. */
  readonly waitedToReduce: number;
  /** All reductions multiplied. */
  readonly scale: number;
}

/** Counts scheduled evaluations that brought nothing better. */
export class Patience {
  readonly #plan: PatiencePlan;
  #state: PatienceState = { waited: 0, waitedToReduce: 0, scale: 1 };

  constructor(plan: PatiencePlan = {}) {
    this.#plan = plan;
  }

  get state(): PatienceState {
    return this.#state;
  }

  restore(state: PatienceState): void {
    this.#state = state;
  }

  /** @param better whether this evaluation is the best so far */
  evaluated(better: boolean): void {
    const { reduce } = this.#plan;
    const { waited, waitedToReduce, scale } = this.#state;
    const reduces = !better && reduce !== undefined && waitedToReduce + 1 >= reduce.after;
    this.#state = {
      waited: better ? 0 : waited + 1,
      waitedToReduce: better || reduces ? 0 : waitedToReduce + 1,
      scale: reduces ? scale * reduce.factor : scale,
    };
  }

  /** Whether the run is to end. */
  get exhausted(): boolean {
    const { stopAfter = 0 } = this.#plan;
    return stopAfter > 0 && this.#state.waited >= stopAfter;
  }

  /** What the plateaus so far have left of a scheduled learning rate. */
  rate(scheduled: number): number {
    const { reduce } = this.#plan;
    return reduce ? Math.max(scheduled * this.#state.scale, Math.min(scheduled, reduce.smallest)) : scheduled;
  }
}
