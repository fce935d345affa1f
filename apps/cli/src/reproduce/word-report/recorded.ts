export const source = '"Report 4" on word models (RNN and GRU on company names, after makemore), 30 July 2023';

export const seed = 10110609;

/** The report's settings; its models have embeddings and a hidden state of 64. */
export const training = { steps: 100_000, batch: 32, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 };

/** Steps between evaluations, each on ten batches of 100 words. */
export const evalEvery = 500;
export const evalWords = 1000;

export interface RecordedCell {
  readonly summary: string;
  /** With 26 letters and the end, as our names have, too. */
  readonly parameters: number;
  /** The last losses that are printed. */
  readonly logged: { readonly step: number; readonly train: number; readonly test: number };
  /** The least loss that it names. */
  readonly least: number;
}

export const cells: Readonly<Record<string, RecordedCell>> = {
  rnn: {
    summary: 'the vanilla recurrent network',
    parameters: 11_803,
    logged: { step: 83_500, train: 2.3482, test: 2.3497 },
    least: 2.1814,
  },
  gru: {
    summary: 'the gated recurrent unit',
    parameters: 28_315,
    logged: { step: 95_500, train: 2.2263, test: 2.2471 },
    least: 2.1372,
  },
};
