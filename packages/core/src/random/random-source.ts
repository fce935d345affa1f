export type GeneratorName = 'philox' | 'torch';

/** A generator's state as JSON: a stopped run goes on with the very next number. */
export interface RandomState {
  readonly generator: GeneratorName;
  readonly [key: string]: unknown;
}

/** The seed, and how many 32-bit words have been drawn. */
export interface PhiloxState extends RandomState {
  readonly generator: 'philox';
  readonly seed: number;
  readonly position: number;
}

/** The 624 words of MT19937, the next one's place, and the normal left over from the last pair. */
export interface TorchState extends RandomState {
  readonly generator: 'torch';
  readonly words: readonly number[];
  readonly next: number;
  readonly spareNormal: number | null;
}

/**
 * A stream of random numbers. Two implementations: `torch` gives what PyTorch's CPU generator gives after
 * `manual_seed`, `philox` is counter-based and the same on every backend.
 */
export interface RandomSource {
  readonly generator: GeneratorName;
  /** Uniform on [low, high). */
  uniform(size: number, low?: number, high?: number): Float32Array;
  normal(size: number, mean?: number, deviation?: number): Float32Array;
  /** Integers on [low, high), as `torch.randint`. */
  integers(size: number, low: number, high: number): Int32Array;
  /** The numbers 0 … size - 1 in random order. */
  permutation(size: number): Int32Array;
  /** 1 with this probability, else 0. */
  bernoulli(size: number, probability: number): Float32Array;
  /** Draws `size` ids with replacement from unnormalised weights. */
  multinomial(weights: Float32Array, size: number): Int32Array;
  state(): RandomState;
  restore(state: RandomState): void;
}
