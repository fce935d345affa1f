/** What is trained, and how long it is measured. */
export interface Setting {
  readonly batch: number;
  readonly context: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly vocabulary: number;
  /** Measured steps of every side. */
  readonly steps: number;
  /** Steps before the clock starts. */
  readonly warmUp: number;
  readonly sides: readonly SideName[];
}

export type SideName = 'prattle' | 'tfjs' | 'jax-js';

/** The notebook's. */
export const notebook: Setting = {
  batch: 16,
  context: 32,
  width: 64,
  layers: 4,
  heads: 4,
  vocabulary: 65,
  steps: 7,
  warmUp: 3,
  sides: ['prattle', 'tfjs', 'jax-js'],
};

/** AdamW's, the same on every side. */
export const optimizer = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const;

/** Token ids, and the ones that follow. */
export interface Tokens {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** Something that trains, one step at a time. */
export interface Side {
  readonly name: SideName;
  readonly device: string;
  /** Runs a step and waits for its loss. */
  step(index: number, tokens: Tokens): Promise<StepTimes>;
  /** Whether steps are replayed. */
  replayed(): boolean;
  dispose(): void;
}

export interface StepTimes {
  readonly loss: number;
  /** Until the loss had been read back. */
  readonly milliseconds: number;
  /** Until JavaScript had handed the step over. */
  readonly javascript: number;
}
