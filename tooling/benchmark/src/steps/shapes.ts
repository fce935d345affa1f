/** A training step that both sides know. */
export interface Shape {
  readonly name: string;
  /** What follows `prattle bench train`. */
  readonly flags: readonly string[];
  /** Timed steps of one run, so that a run takes some seconds. */
  readonly steps: number;
}

/** Every step that is compared; `peers/torch_step.py` has the same names. Dropout is 0 on both sides. */
export const shapes: readonly Shape[] = [
  { name: 'transformer/notebook', flags: ['--model', 'transformer', '--preset', 'notebook'], steps: 100 },
  { name: 'transformer/cpu', flags: ['--model', 'transformer', '--preset', 'cpu'], steps: 40 },
  { name: 'transformer/baby', flags: ['--model', 'transformer', '--preset', 'baby', '--batch', '8', '--dropout', '0'], steps: 6 },
  { name: 'rnn/words', flags: ['--model', 'rnn', '--preset', 'words', '--vocabulary', '27'], steps: 100 },
  { name: 'gru/words', flags: ['--model', 'gru', '--preset', 'words', '--vocabulary', '27'], steps: 100 },
  { name: 'lstm/micro-lm', flags: ['--model', 'lstm', '--preset', 'micro-lm'], steps: 15 },
  { name: 'mlp/makemore', flags: ['--model', 'mlp', '--preset', 'makemore', '--context', '16', '--vocabulary', '27'], steps: 200 },
  { name: 'wavenet/makemore', flags: ['--model', 'wavenet', '--preset', 'makemore', '--context', '16', '--vocabulary', '27'], steps: 40 },
];
