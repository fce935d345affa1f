import type { Backend, Batch, BatchSource, HostArray, Model, NamedTensors, SplitName, TrainingCallback } from '@prattle/core';
import type { OptimizerPlan } from '../optimizers/optimizer.js';
import type { Schedule } from '../schedules/schedule.js';
import type { TrainingState } from '../state/training-state.js';
import type { PatiencePlan } from './patience.js';

/** Everything that a run is made of. The trainer knows no tokenizer, no model family and no backend. */
export interface TrainOptions {
  readonly model: Model;
  readonly backend: Backend;
  /** Training batches without end, all of the same shapes. Its cursor holds all that it draws from. */
  readonly batches: BatchSource;
  /** One pass over the training data: what a model that learns by counting is given instead of steps. */
  readonly pass?: () => Iterable<Batch>;
  readonly optimizer: OptimizerPlan;
  readonly schedule: Schedule;
  /** Updates of the whole run, those before a resume included. */
  readonly steps: number;
  /** Batches whose gradients are added up to one update. Default 1. */
  readonly accumulate?: number;
  /** Scales the gradients down to this norm over all of them together. Default 0: off. */
  readonly clip?: number;
  /** Cuts every single gradient to this size, before the norm is taken. Default 0: off. */
  readonly clipValue?: number;
  /** The share of the probability that training spreads over all tokens or classes. Evaluations do without. Default 0. */
  readonly labelSmoothing?: number;
  /**
   * Averages the parameters over the steps: what the average keeps at each step, see `WeightAverage`. Evaluations, samples
   * and the model at the end are of the average. Default 0: off.
   */
  readonly averageDecay?: number;
  readonly evaluation?: EvaluationPlan;
  /** Lowers the learning rate, or ends the run, when evaluations bring nothing better. */
  readonly patience?: PatiencePlan;
  readonly checkpoint?: CheckpointPlan;
  readonly sample?: SamplePlan;
  /** Two int32 numbers that make this run's dropout its own. Default [0, 0]. */
  readonly dropoutKey?: readonly [number, number];
  /** Steps from one `step` event to the next; every event holds the losses of all steps since the last. Default 1. */
  readonly logEvery?: number;
  /** Ends the run after so many seconds of this session, with its checkpoint saved. Default 0: no limit. */
  readonly maxSeconds?: number;
  /** Finishes the step at hand, saves, and ends with reason 'interrupted'. */
  readonly signal?: AbortSignal;
  /** Told of every event before whoever iterates. */
  readonly callbacks?: readonly TrainingCallback[];
  /** Goes on from here. The model holds the checkpoint's parameters and buffers already. */
  readonly resume?: ResumeFrom;
}

export interface EvaluationPlan {
  /** Evaluates before the training batch of every such step, the first included, and at the end. 0: only at the end. */
  readonly every: number;
  /** In this order; `validation` decides which checkpoint is the best one, or the only split if there is one. */
  readonly splits: readonly EvaluationSplit[];
}

/** Batches to measure the loss on: some random ones of an endless source, or all of a sweep. */
export type EvaluationSplit =
  | { readonly split: SplitName; readonly source: BatchSource; readonly batches: number }
  | { readonly split: SplitName; readonly sweep: () => Iterable<Batch> };

export type CheckpointKind = 'last' | 'best' | 'step';

export interface CheckpointPlan {
  /** Saves a 'step' checkpoint, to be kept, and the 'last' one every so many steps. 0: no 'step' checkpoints. */
  readonly every: number;
  /** Saves the 'last' one after so many seconds without. Default 60. */
  readonly seconds?: number;
  /** Writes the model together with this snapshot, and returns where. */
  save(kind: CheckpointKind, snapshot: TrainingSnapshot): Promise<string>;
}

export interface SamplePlan {
  readonly every: number;
  /** Must not draw from the generator that batches come from. */
  draw(step: number): string | Promise<string>;
}

/** A run at rest between two steps: with the model's parameters and buffers, all that is needed to go on. */
export interface TrainingSnapshot {
  readonly state: TrainingState;
  /** Seconds trained, in all sessions together. Apart from the state, because no two runs take the same time. */
  readonly seconds: number;
  /** What only training needs: the optimiser's own tensors and what else goes on; read them before the run goes on. */
  readonly tensors: NamedTensors;
  /** The averaged parameters by name, where there are any: what the checkpoint's model is to be. */
  readonly average?: NamedTensors;
}

/** A snapshot as it comes back from a checkpoint. */
export interface ResumeFrom {
  readonly state: TrainingState;
  /** Default 0. */
  readonly seconds?: number;
  readonly tensors: ReadonlyMap<string, HostArray>;
}
