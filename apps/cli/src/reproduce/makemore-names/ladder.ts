import type { RunRequest } from '@prattle/runs';

/** One family on the ladder from counting to attention, in makemore's size. */
export interface Rung {
  readonly name: string;
  readonly summary: string;
  readonly model: NonNullable<RunRequest['model']>;
  /** Learns from one pass over the words, without steps. */
  readonly counted?: boolean;
}

/** makemore: `--n-layer 4 --n-embd 64 --n-embd2 64 --n-head 4`, each model using what concerns it. */
export const ladder: readonly Rung[] = [
  { name: 'bigram', summary: 'pairs counted, one added', model: { name: 'bigram', preset: 'counts' }, counted: true },
  { name: 'ngram', summary: 'sequences of up to five counted', model: { name: 'ngram' }, counted: true },
  { name: 'bow', summary: 'the mean of all characters before, and one hidden layer', model: { name: 'bow' } },
  { name: 'mlp', summary: 'all 16 characters before, one hidden layer', model: { name: 'mlp', preset: 'makemore' } },
  { name: 'wavenet', summary: 'pairs of pairs of pairs, with batch norm', model: { name: 'wavenet', preset: 'makemore' } },
  { name: 'rnn', summary: 'a hidden state of 64', model: { name: 'rnn', preset: 'words' } },
  { name: 'gru', summary: 'a hidden state of 64, gated', model: { name: 'gru', preset: 'words' } },
  { name: 'lstm', summary: 'a hidden state of 64 beside a cell', model: { name: 'lstm', preset: 'words' } },
  {
    name: 'transformer',
    summary: '4 blocks of 4 heads, width 64',
    // makemore leaves its parameters as PyTorch's layers start.
    model: {
      name: 'transformer',
      settings: { layers: 4, heads: 4, width: 64, activation: 'gelu-tanh', tied: false, initialisation: 'torch' },
    },
  },
];
