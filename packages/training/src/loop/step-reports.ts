import { type CheckpointEvent, type StepEvent, TrainingError } from '@prattle/core';
import type { Reading } from './late-reads.js';
import type { Standing } from './standing.js';
import type { Throughput } from './throughput.js';

export interface StepReportOptions {
  readonly standing: Standing;
  readonly throughput: Throughput;
  readonly logEvery: number;
  readonly steps: number;
  readonly latestCheckpoint: () => CheckpointEvent | undefined;
}

/** Turns what was read back from steps into events, and stops a run whose numbers have gone bad. */
export class StepReports {
  readonly #options: StepReportOptions;
  #recentLosses: number[] = [];

  constructor(options: StepReportOptions) {
    this.#options = options;
  }

  /** @throws TrainingError at the first loss or gradient norm that is not finite */
  *events(readings: readonly Reading<number>[]): Generator<StepEvent> {
    const { standing, throughput, logEvery, steps } = this.#options;
    for (const { context: step, values } of readings) {
      const [loss = Number.NaN, gradientNorm] = values;
      this.check(step, 'loss', loss);
      if (gradientNorm !== undefined) this.check(step, 'gradient norm', gradientNorm);
      this.#recentLosses.push(loss);
      if (step % logEvery !== 0 && step !== steps) continue;
      yield {
        type: 'step',
        step,
        loss,
        ...(logEvery > 1 ? { recentLosses: this.#recentLosses } : {}),
        ...(gradientNorm === undefined ? {} : { gradientNorm }),
        learningRate: standing.rateAt(step - 1),
        tokensPerSecond: throughput.tokensPerSecond,
        seconds: standing.seconds,
      };
      this.#recentLosses = [];
    }
  }

  /** @throws TrainingError naming the step, the last good checkpoint and what usually causes this */
  check(step: number, what: string, value: number): void {
    if (Number.isFinite(value)) return;
    const { standing, latestCheckpoint } = this.#options;
    const latest = latestCheckpoint();
    const rate = standing.rateAt(Math.max(0, step - 1));
    throw new TrainingError({
      package: 'training',
      code: 'not-finite',
      what: `The ${what} became ${value} at step ${step}`,
      remedy: [
        latest ? `The last good checkpoint is ${latest.path} (step ${latest.step}).` : 'No checkpoint was saved before.',
        `Likely causes: a learning rate that is too high (it is ${rate}), no gradient clipping or warm-up, or numbers in the data that are not finite.`,
      ].join(' '),
    });
  }
}
