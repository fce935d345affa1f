import type { CheckpointEvent, NamedTensors } from '@prattle/core';
import type { CheckpointKind, CheckpointPlan } from './options.js';
import type { Standing } from './standing.js';

const DEFAULT_SECONDS = 60;

/** When to save what, and what was saved. */
export class Checkpoints {
  /** Where the newest checkpoint of this session is. */
  latest: CheckpointEvent | undefined;
  readonly #plan: CheckpointPlan | undefined;
  readonly #standing: Standing;
  readonly #tensors: () => NamedTensors;
  readonly #average: NamedTensors | undefined;
  #savedAt = performance.now();

  /** @param tensors all that a run has beside the model's @param average what the model is saved as, if not as it is */
  constructor(plan: CheckpointPlan | undefined, standing: Standing, tensors: () => NamedTensors, average?: NamedTensors) {
    this.#plan = plan;
    this.#standing = standing;
    this.#tensors = tensors;
    this.#average = average;
  }

  /** What is to be saved after this step, in order. */
  due(): CheckpointKind[] {
    if (!this.#plan) return [];
    const { every, seconds = DEFAULT_SECONDS } = this.#plan;
    if (every > 0 && this.#standing.step % every === 0) return ['step', 'last'];
    return performance.now() - this.#savedAt >= 1000 * seconds ? ['last'] : [];
  }

  /** Saves, if the run saves at all. */
  async save(kind: CheckpointKind): Promise<CheckpointEvent | undefined> {
    if (!this.#plan) return undefined;
    const state = this.#standing.capture();
    const average = this.#average;
    const path = await this.#plan.save(kind, {
      state,
      seconds: this.#standing.seconds,
      tensors: this.#tensors(),
      ...(average ? { average } : {}),
    });
    this.latest = { type: 'checkpoint', step: state.step, kind, path };
    if (kind === 'last') this.#savedAt = performance.now();
    return this.latest;
  }
}
