export const source = 'the readme of "04_optimize_tiny_transformer", a chat model in Ruby; what it expects after 400 epochs';

/** One exchange under the system's message. */
export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

export const system = 'You are helpful.';

export const exchanges: readonly Exchange[] = [
  { question: 'hi', answer: 'hello!' },
  { question: 'what is 2+2?', answer: '4' },
  { question: 'color of sky?', answer: 'blue' },
];

/** How often the three stand one after the other in the text. */
export const repeats = 300;

/** An epoch is so many windows, each a batch of its own, and a look at the validation text. */
export const stepsPerEpoch = 200;
export const epochs = 400;

/** What the readme sets for the optimiser and for its patience, in epochs. */
export const training = {
  batch: 1,
  context: 256,
  optimizer: 'adam',
  learningRate: 5e-4,
  weightDecay: 0,
  warmup: 200,
  clip: 1,
  plateauPatience: 50,
  patience: 150,
  random: 'torch',
  seed: 7,
};

/** Characters of the validation text that are predicted. */
export const targets = 8159;
export const accuracy = 0.995;
