import { type Initialiser, type LinearInitialisation, normal, normalLinear, torchLinear } from '@prattle/nn';
import type { TransformerConfig } from './config.js';

/** How the parameters of a transformer start. */
export interface TransformerInitialisation {
  readonly embedding: Initialiser;
  readonly linear: LinearInitialisation;
  /** The two layers of a block that write into the residual stream. */
  readonly residual: LinearInitialisation;
}

/**
 * GPT-2 draws everything from N(0, 0.02²), and what is added to the residual stream, twice in every block, from
 * N(0, 0.02² / (2 · layers)), so that the stream does not grow with depth. PyTorch's default is N(0, 1) for embeddings
 * and ±1/sqrt(inputs) for linear layers; a tied table still starts as in GPT-2, for as an output layer a table of N(0, 1)
 * would start far from knowing nothing.
 */
export function initialisationOf({ initialisation, tied, layers }: TransformerConfig): TransformerInitialisation {
  if (initialisation === 'torch') return { embedding: normal(tied ? 0.02 : 1), linear: torchLinear, residual: torchLinear };
  return { embedding: normal(0.02), linear: normalLinear(0.02), residual: normalLinear(0.02 / Math.sqrt(2 * layers)) };
}
