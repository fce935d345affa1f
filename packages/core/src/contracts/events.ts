import type { ConfigSchema, ConfigValues } from '../config/schema.js';
import type { SplitName } from './dataset.js';
import type { Storage } from './storage.js';

/** Training speaks in these; the terminal, the browser and the log writers all listen to the one stream. */
export type TrainingEvent = StartEvent | StepEvent | EvalEvent | SampleEvent | CheckpointEvent | DoneEvent;

export interface StartEvent {
  readonly type: 'start';
  readonly step: number;
  readonly steps: number;
  readonly parameters: number;
  readonly backend: string;
  readonly device: string;
}

export interface StepEvent {
  readonly type: 'step';
  /** Steps done, counting from 1. */
  readonly step: number;
  readonly loss: number;
  /** Where not every step has an event of its own: the losses of all steps since the last event, this step's included. */
  readonly recentLosses?: readonly number[];
  readonly gradientNorm?: number;
  readonly learningRate: number;
  readonly tokensPerSecond: number;
  /** Seconds since the run (not this process) began. */
  readonly seconds: number;
}

export interface EvalEvent {
  readonly type: 'eval';
  readonly step: number;
  /** Mean loss by split, in nats. */
  readonly losses: Readonly<Partial<Record<SplitName, number>>>;
  readonly best: boolean;
}

export interface SampleEvent {
  readonly type: 'sample';
  readonly step: number;
  readonly text: string;
}

export interface CheckpointEvent {
  readonly type: 'checkpoint';
  readonly step: number;
  readonly kind: 'last' | 'best' | 'step';
  readonly path: string;
}

export interface DoneEvent {
  readonly type: 'done';
  readonly step: number;
  readonly reason: 'finished' | 'interrupted' | 'time' | 'early-stop';
  readonly seconds: number;
  readonly finalLosses: Readonly<Partial<Record<SplitName, number>>>;
}

/** Told of every event of a run, before whoever iterates; may ask it to stop after the step at hand. */
export type TrainingCallback = (event: TrainingEvent, controls: { stop(): void }) => void | Promise<void>;

/** What a callback knows of the run that it listens to. */
export interface CallbackContext {
  readonly storage: Storage;
  /** The run's folder. */
  readonly run: string;
  /** Whether the run goes on from a checkpoint. */
  readonly resumed: boolean;
}

/** Listens to training: writes a log, stops at a loss, calls somebody. */
export interface CallbackPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly summary: string;
  readonly config: Schema;
  /** Makes a callback for one session of a run. */
  create(config: ConfigValues<Schema>, context: CallbackContext): TrainingCallback;
}
