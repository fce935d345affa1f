import type { Activation } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { directProduct } from './direct-product.js';
import { isThin, thinProduct } from './thin-product.js';
import { tiledProduct } from './tiled-product.js';

/** A matrix in a tensor: rows are `row` elements apart, columns `column`. */
export interface Matrix {
  readonly tensor: TensorInfo;
  readonly row: number;
  readonly column: number;
  /** The place of its first element. Default 0. */
  readonly start?: number;
}

/** c [m, n] = activation(a [m, k] · b [k, n] + bias [n]) + residual [m, n]. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly c: TensorInfo;
  /** The place of c's first element. Default 0. */
  readonly cStart?: number;
  readonly bias?: TensorInfo | undefined;
  readonly activation?: Activation;
  /** Where the sum goes before the activation. */
  readonly preactivation?: TensorInfo | undefined;
  readonly residual?: TensorInfo | undefined;
}

/**
 * Runs a product: on GPUs in tiles that a workgroup shares, or, where most of a tile would be empty, element by element; on
 * software adapters without barriers.
 */
export function product(backend: PrattleWebGpuBackend, call: Product): void {
  const { forms } = backend;
  const form = isThin(call) ? forms.thin : forms.product;
  if (form === 'item') directProduct(backend, call);
  else if (isThin(call)) thinProduct(backend, call, form);
  else tiledProduct(backend, call);
}

/** A tensor seen as a matrix of this width, or as that matrix with rows and columns exchanged. */
export function matrix(tensor: TensorInfo, width: number, transposed = false): Matrix {
  return transposed ? { tensor, row: 1, column: width } : { tensor, row: width, column: 1 };
}
