/** The element types that Prattle computes with. tfjs knows more; no contract here needs them. */
export type DType = 'float32' | 'int32' | 'bool';

/**
 * A tensor, seen from where no tensor library is known: its shape, its type, and that it must be disposed.
 * `@prattle/ops` makes it real (every tfjs tensor is one).
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Number of elements. */
  readonly size: number;
  dispose(): void;
}

/** Numbers on the host together with their shape, in C order: how batches travel to a backend. */
export interface HostArray {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}
