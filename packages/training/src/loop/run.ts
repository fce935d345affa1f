import { createPacer, type DoneEvent, TrainingError, type TrainingEvent } from '@prattle/core';
import { createEvaluator, type Evaluator } from '../evaluation/evaluator.js';
import { decidingLoss, measureSplits } from '../evaluation/measure-splits.js';
import { countTargets } from '../evaluation/targets.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { countParameters, trainableParameters } from '../optimizers/parameters.js';
import { WeightAverage } from '../optimizers/weight-average.js';
import type { SplitLosses } from '../state/training-state.js';
import { Checkpoints } from './checkpoints.js';
import { createLateReads, type LateReads, type Reading } from './late-reads.js';
import type { TrainOptions } from './options.js';
import { Standing } from './standing.js';
import { StepReports } from './step-reports.js';
import { createThroughput } from './throughput.js';
import { createTrainingStep, type TrainingStep } from './training-step.js';

/** A run that is out of time may still spend this share of its limit on the last evaluation. */
const LAST_EVALUATION_SHARE = 0.1;

/** Why a run ends. */
type Reason = DoneEvent['reason'];

/** One session of a run, from its first step (or where it is resumed) to its end. */
export class Run {
  readonly #options: TrainOptions;
  readonly #optimizer: Optimizer;
  readonly #average: WeightAverage | undefined;
  readonly #evaluator: Evaluator;
  readonly #step: TrainingStep;
  readonly #standing: Standing;
  readonly #checkpoints: Checkpoints;
  readonly #reports: StepReports;
  readonly #reads: LateReads<number>;
  readonly #throughput = createThroughput();
  readonly #pacer = createPacer();
  #firstStep = 0;
  #stopped = false;

  constructor(options: TrainOptions) {
    const { model, backend, steps, accumulate = 1, clip = 0, clipValue, labelSmoothing, averageDecay = 0, logEvery = 1 } = options;
    this.#options = options;
    const trained = trainableParameters(model);
    const { vocabularySize, outputs } = model.data;
    this.#optimizer = options.optimizer.create(trained, { clip, outputs: vocabularySize || outputs });
    this.#average = averageDecay > 0 ? new WeightAverage(trained, averageDecay) : undefined;
    this.#evaluator = createEvaluator(model, backend);
    this.#standing = new Standing(options, this.#optimizer);
    this.#checkpoints = new Checkpoints(
      options.checkpoint,
      this.#standing,
      () => new Map([...this.#optimizer.state, ...this.#step.carried.tensors, ...(this.#average?.raw ?? [])]),
      this.#average?.tensors,
    );
    this.#step = createTrainingStep({
      model,
      backend,
      optimizer: this.#optimizer,
      clip,
      accumulate,
      average: this.#average,
      dropoutKey: this.#standing.dropoutKey,
      ...(clipValue === undefined ? {} : { clipValue }),
      ...(labelSmoothing === undefined ? {} : { labelSmoothing }),
    });
    this.#reads = createLateReads<number>(backend.capabilities.synchronousReads);
    this.#reports = new StepReports({
      steps,
      logEvery,
      standing: this.#standing,
      throughput: this.#throughput,
      latestCheckpoint: () => this.#checkpoints.latest,
    });
  }

  /** Ends the run before its next step, properly. */
  stop(): void {
    this.#stopped = true;
  }

  async *events(): AsyncGenerator<TrainingEvent, void, undefined> {
    const { model, backend, steps } = this.#options;
    const { name, device } = backend;
    this.#standing.restore();
    const { resume } = this.#options;
    if (resume) this.#step.carried.restore(resume.tensors);
    await (resume ? this.#average?.restore(resume.tensors) : this.#average?.start());
    this.#firstStep = this.#standing.step;
    yield { type: 'start', step: this.#firstStep, steps, parameters: countParameters(model), backend: name, device };
    if (model.fit) this.#fit();
    for (;;) {
      const reason = yield* this.#betweenSteps();
      if (reason) {
        await this.#average?.swap();
        yield { type: 'done', step: this.#standing.step, reason, seconds: this.#standing.seconds, finalLosses: this.#standing.losses };
        return;
      }
      for (const event of this.#reports.events(await this.#takeStep())) yield event;
      const pause = this.#pacer.pause();
      if (pause) await pause;
    }
  }

  dispose(): void {
    this.#step.dispose();
    this.#evaluator.dispose();
    this.#optimizer.dispose();
    this.#average?.dispose();
  }

  /** Draws a batch and learns from it. */
  async #takeStep(): Promise<readonly Reading<number>[]> {
    const { batches, accumulate = 1 } = this.#options;
    const drawn = Array.from({ length: accumulate }, () => batches.next());
    const scalars = this.#step.run(drawn, this.#standing.step, this.#standing.rateAt(this.#standing.step));
    this.#standing.step++;
    const readings = await this.#reads.take(this.#standing.step, scalars);
    this.#throughput.step(drawn.reduce((sum, batch) => sum + countTargets(batch), 0));
    return readings;
  }

  /** Whatever is due before the next step; returns why there is no next step, if so. */
  async *#betweenSteps(): AsyncGenerator<TrainingEvent, Reason | undefined, undefined> {
    let reason = this.#endingReason();
    const due = this.#standing.step > this.#firstStep ? this.#checkpoints.due() : [];
    const evaluates = this.#evaluationIsDue(reason);
    const samples = this.#sampleIsDue(reason);
    if (reason === undefined && due.length === 0 && !evaluates && !samples) return undefined;

    for (const event of this.#reports.events(await this.#reads.drain())) yield event;
    if (evaluates) {
      let losses = await this.#evaluate(reason);
      if (!losses) {
        reason = this.#endingReason();
        if (this.#evaluationIsDue(reason)) losses = await this.#evaluate(reason);
      }
      if (losses) yield* this.#evaluated(losses);
      reason ??= this.#endingReason();
    }
    if (samples && this.#options.sample) {
      const { draw } = this.#options.sample;
      const text = await this.#averaged(async () => draw(this.#standing.step));
      yield { type: 'sample', step: this.#standing.step, text };
    }
    if (reason !== undefined && !due.includes('last')) due.push('last');
    for (const kind of due) {
      const saved = await this.#checkpoints.save(kind);
      if (saved) yield saved;
    }
    this.#throughput.restart();
    return reason;
  }

  #endingReason(): Reason | undefined {
    const { signal, steps, maxSeconds = 0 } = this.#options;
    if (signal?.aborted) return 'interrupted';
    if (this.#stopped || this.#standing.patience.exhausted) return 'early-stop';
    if (this.#standing.step >= steps) return 'finished';
    return maxSeconds > 0 && this.#standing.sessionSeconds >= maxSeconds ? 'time' : undefined;
  }

  /** On schedule, or because the run ends and nobody has measured what it ends with. */
  #evaluationIsDue(reason: Reason | undefined): boolean {
    if (!this.#options.evaluation || reason === 'interrupted' || this.#standing.evaluatedAt === this.#standing.step) return false;
    return reason !== undefined || this.#evaluationIsOnSchedule();
  }

  #evaluationIsOnSchedule(): boolean {
    return isMultiple(this.#standing.step, this.#options.evaluation?.every ?? 0);
  }

  #sampleIsDue(reason: Reason | undefined): boolean {
    const { step } = this.#standing;
    return reason !== 'interrupted' && step > this.#firstStep && isMultiple(step, this.#options.sample?.every ?? 0);
  }

  /**
   * Measures the loss of every split. What an evaluation draws stays drawn only if the uninterrupted run would have drawn
   * it too: one that is cancelled, or that is there only because the run ends, leaves no trace in the generators.
   */
  async #evaluate(reason: Reason | undefined): Promise<SplitLosses | undefined> {
    const { evaluation, maxSeconds = 0 } = this.#options;
    const undo = this.#standing.rememberDraws();
    const losses = await this.#averaged(() =>
      measureSplits(this.#evaluator, evaluation?.splits ?? [], {
        cancelled: () => this.#endingReason() !== reason,
        ...(reason === 'time' ? { seconds: maxSeconds * LAST_EVALUATION_SHARE } : {}),
      }),
    );
    if (losses && this.#evaluationIsOnSchedule() && reason !== 'time') this.#standing.evaluatedAt = this.#standing.step;
    else undo();
    return losses;
  }

  /** Does something with the averaged parameters in the model, where parameters are averaged. */
  async #averaged<Result>(action: () => Promise<Result>): Promise<Result> {
    await this.#average?.swap();
    try {
      return await action();
    } finally {
      await this.#average?.swap();
    }
  }

  async *#evaluated(losses: SplitLosses): AsyncGenerator<TrainingEvent, void, undefined> {
    const standing = this.#standing;
    for (const [split, loss] of Object.entries(losses)) this.#reports.check(standing.step, `${split} loss`, loss);
    standing.losses = losses;
    const loss = decidingLoss(losses);
    const best = loss !== undefined && loss < (standing.best?.loss ?? Number.POSITIVE_INFINITY);
    if (best) standing.best = { step: standing.step, loss };
    if (this.#evaluationIsOnSchedule()) standing.patience.evaluated(best);
    yield { type: 'eval', step: standing.step, losses, best };
    const saved = best ? await this.#checkpoints.save('best') : undefined;
    if (saved) yield saved;
  }

  /** Models that count see all of the data once, and are finished. */
  #fit(): void {
    const { model, pass, steps } = this.#options;
    if (!pass) {
      throw new TrainingError({
        package: 'training',
        code: 'no-pass',
        what: 'This model learns from one pass over the data, and the run has none',
        remedy: 'Give `pass`, for instance the sweep of the training split.',
      });
    }
    model.fit?.(pass());
    this.#standing.step = Math.max(this.#standing.step, steps);
  }
}

function isMultiple(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}
