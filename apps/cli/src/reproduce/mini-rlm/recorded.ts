export const source = '"Mini-RLM", a notebook on text-to-number regression by Akhilesh Pant; one run without a seed';

/** What the first program prints for a computer. */
export interface RecordedPrediction {
  readonly config: { readonly CPU: number; readonly RAM: number; readonly DISK: number };
  /** What it was taught; the last one was not. */
  readonly truth?: number;
  readonly printed: number;
}

export const predictions: readonly RecordedPrediction[] = [
  { config: { CPU: 8, RAM: 32, DISK: 1000 }, truth: 2.5, printed: 2.15 },
  { config: { CPU: 16, RAM: 64, DISK: 2000 }, truth: 4.7, printed: 4.47 },
  { config: { CPU: 32, RAM: 128, DISK: 4000 }, truth: 8.9, printed: 9.12 },
  { config: { CPU: 24, RAM: 96, DISK: 3000 }, printed: 6.8 },
];

/** The first program: all three rows in every step. */
export const regressor = { batch: 3, steps: 200, optimizer: 'adam', learningRate: 0.01, weightDecay: 0 };

/** The second: 2000 rows, the last fifth held out, texts cut after 50 characters, all of the training rows in every step. */
export const rlm = {
  rows: 2000,
  cut: 50,
  training: { batch: 1600, steps: 5, optimizer: 'adam', learningRate: 1e-3, weightDecay: 0 },
};
