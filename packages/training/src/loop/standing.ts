import type { BatchCursor, SplitName } from '@prattle/core';
import { TrainingError } from '@prattle/core';
import { writeInto } from '@prattle/ops';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { SplitLosses, TrainingState } from '../state/training-state.js';
import type { EvaluationSplit, TrainOptions } from './options.js';
import { Patience } from './patience.js';

/** Where a run stands between two steps: what a checkpoint captures and a resume brings back. */
export class Standing {
  /** Updates made. */
  step = 0;
  evaluatedAt: number | null = null;
  losses: SplitLosses = {};
  best: TrainingState['best'] = null;
  readonly patience: Patience;
  readonly dropoutKey: readonly [number, number];
  readonly #options: TrainOptions;
  readonly #optimizer: Optimizer;
  readonly #started = performance.now();
  readonly #secondsBefore: number;

  constructor(options: TrainOptions, optimizer: Optimizer) {
    this.#options = options;
    this.#optimizer = optimizer;
    this.#secondsBefore = options.resume?.seconds ?? 0;
    this.patience = new Patience(options.patience);
    this.dropoutKey = options.resume?.state.dropoutKey ?? options.dropoutKey ?? [0, 0];
  }

  /** Seconds since this session began. */
  get sessionSeconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Seconds trained in all sessions together. */
  get seconds(): number {
    return this.#secondsBefore + this.sessionSeconds;
  }

  /** The learning rate of the update that comes after so many: as scheduled, less what plateaus have taken. */
  rateAt(step: number): number {
    return this.patience.rate(this.#options.schedule.at(step));
  }

  /** Goes back to where the run is to be resumed, if it is. @throws TrainingError when the checkpoint is of another run */
  restore(): void {
    const { resume, batches } = this.#options;
    if (!resume) return;
    const { state, tensors } = resume;
    if (state.optimizer !== this.#optimizer.name) {
      throw mismatch(`The checkpoint was trained with ${state.optimizer}, this run uses ${this.#optimizer.name}`);
    }
    for (const [name, target] of this.#optimizer.state) {
      const saved = tensors.get(name);
      if (!saved) throw mismatch(`The checkpoint holds no optimiser tensor "${name}"`);
      if (saved.values.length !== target.size) throw mismatch(`The optimiser tensor "${name}" has another size in the checkpoint`);
      writeInto(target, saved.values);
    }
    this.step = state.step;
    this.evaluatedAt = state.evaluatedAt;
    this.losses = state.losses;
    this.best = state.best;
    this.patience.restore(state.patience);
    batches.seek(state.cursor);
    this.#seekEvaluation(state.evaluationCursors);
  }

  capture(): TrainingState {
    return {
      step: this.step,
      optimizer: this.#optimizer.name,
      evaluatedAt: this.evaluatedAt,
      losses: this.losses,
      best: this.best,
      patience: this.patience.state,
      dropoutKey: this.dropoutKey,
      cursor: this.#options.batches.cursor(),
      evaluationCursors: this.#evaluationCursors(),
    };
  }

  /** What evaluations draw from, as it is now; the function returned puts it back. */
  rememberDraws(): () => void {
    const cursors = this.#evaluationCursors();
    return () => this.#seekEvaluation(cursors);
  }

  #evaluationCursors(): Partial<Record<SplitName, BatchCursor>> {
    return Object.fromEntries(this.#randomSplits().map(({ split, source }) => [split, source.cursor()]));
  }

  #seekEvaluation(cursors: TrainingState['evaluationCursors']): void {
    for (const { split, source } of this.#randomSplits()) {
      const cursor = cursors[split];
      if (cursor) source.seek(cursor);
    }
  }

  #randomSplits(): Extract<EvaluationSplit, { source: unknown }>[] {
    return (this.#options.evaluation?.splits ?? []).filter((split) => 'source' in split);
  }
}

function mismatch(what: string): TrainingError {
  return new TrainingError({
    package: 'training',
    code: 'resume-mismatch',
    what,
    remedy: 'Resume with the model and the optimiser settings that the run began with.',
  });
}
