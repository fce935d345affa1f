/** The loss on both splits, as the notebook prints it. */
export type RecordedLosses = readonly [train: number, validation: number];

/** A training of the notebook. */
export interface RecordedRun {
  readonly summary: string;
  readonly context: number;
  readonly heads: number;
  /** Iterations of its loop. The last estimate comes before the last of them, so after one update less. */
  readonly iterations: number;
  /** Train and validation loss by the number of updates before the estimate. */
  readonly steps: Readonly<Record<number, RecordedLosses>>;
  readonly final: RecordedLosses;
  /** On the notebook's GPU. */
  readonly seconds: number;
}

export const source = '"nanoGPT: Exploring Applications of Language Models", a notebook by Maria Loraine R. Menorca, 2023';

/** `torch.manual_seed(1337)` before every part. */
export const seed = 1337;

/** Printed by the notebook (PyTorch on CUDA, parameters and batches from the CPU generator). */
export const runs: Readonly<Record<string, RecordedRun>> = {
  baseline: {
    summary: 'block 32, 4 heads, 5000 iterations',
    context: 32,
    heads: 4,
    iterations: 5000,
    steps: {
      0: [4.4116, 4.4022],
      100: [2.6568, 2.667],
      200: [2.509, 2.5058],
      300: [2.4194, 2.4335],
      400: [2.3505, 2.3569],
      500: [2.2965, 2.3129],
      1000: [2.1024, 2.1289],
      1500: [1.9699, 2.0306],
      2000: [1.8838, 1.9931],
    },
    final: [1.6647, 1.8235],
    seconds: 358,
  },
  case1: {
    summary: '10000 iterations',
    context: 32,
    heads: 4,
    iterations: 10_000,
    steps: { 0: [4.4116, 4.4022], 100: [2.6568, 2.667], 200: [2.509, 2.5058], 300: [2.4194, 2.4335], 2000: [1.8838, 1.9931] },
    final: [1.5636, 1.7391],
    seconds: 691,
  },
  case2: {
    summary: 'block 64',
    context: 64,
    heads: 4,
    iterations: 5000,
    steps: { 0: [4.3391, 4.3483], 100: [2.6521, 2.6653], 200: [2.5204, 2.5179], 300: [2.4497, 2.4702], 2000: [1.8743, 1.9641] },
    final: [1.6021, 1.783],
    seconds: 345,
  },
  case3: {
    summary: '8 heads',
    context: 32,
    heads: 8,
    iterations: 5000,
    steps: { 0: [4.4322, 4.4217], 100: [2.6608, 2.674], 200: [2.5182, 2.513], 300: [2.4444, 2.4574], 2000: [1.9136, 2.0203] },
    final: [1.6844, 1.8442],
    seconds: 513,
  },
};

/** The first model of the notebook: a table of 65 × 65, before it is trained. */
export const bigram = {
  /** The first batch, four rows of eight characters. */
  inputs: [
    [24, 43, 58, 5, 57, 1, 46, 43],
    [44, 53, 56, 1, 58, 46, 39, 58],
    [52, 58, 1, 58, 46, 39, 58, 1],
    [25, 17, 27, 10, 0, 21, 1, 54],
  ],
  loss: 5.0364,
};
