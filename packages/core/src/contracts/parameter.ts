import type { Tensor } from './tensor.js';

/** What a parameter does: optimisers decay by it (matrices and embeddings only), reports group by it. */
export type ParameterRole = 'matrix' | 'embedding' | 'bias' | 'norm';

/** Rows [start, stop) of a parameter that carry a name of their own in PyTorch's state dict. */
export interface ParameterPart {
  readonly name: string;
  readonly start: number;
  readonly stop: number;
}

/** One trained tensor under its PyTorch state-dict name. Its storage never moves: updates happen in place. */
export interface Parameter {
  readonly name: string;
  /**
   * Set where one tensor holds what PyTorch keeps apart, so that one product does the work of many: the rows of a
   * packed q/k/v matrix are `heads.0.query.weight`, `heads.1.query.weight` … Files use the parts' names.
   */
  readonly parts?: readonly ParameterPart[];
  readonly value: Tensor;
  readonly role: ParameterRole;
  /** False: kept as it is (a frozen layer). The trainer skips it, the checkpoint saves it. */
  trainable: boolean;
}

/** Parameters by name, in the order of their creation, which is also the order of the random draws. */
export type NamedParameters = ReadonlyMap<string, Parameter>;

/** Tensors that are saved but not trained: BatchNorm's running statistics. */
export type NamedTensors = ReadonlyMap<string, Tensor>;
