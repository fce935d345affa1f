import type { SplitName } from './dataset.js';

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

/** Listens to training; may ask it to stop. */
export interface CallbackPlugin<Options extends object = object> {
  readonly name: string;
  readonly summary: string;
  create(options: Options): (event: TrainingEvent, controls: { stop(): void }) => void | Promise<void>;
}
