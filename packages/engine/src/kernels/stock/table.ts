import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';

/** A call of a stock tfjs kernel. Inputs and attributes are those of the kernel of that name in tfjs-core. */
export interface StockCall<Inputs = unknown, Attributes = unknown> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: PrattleBackend;
}

/** Runs a stock kernel by commands where it can, and returns nothing where tfjs's JavaScript has to do it. */
export type StockKernel = (call: StockCall) => TensorInfo | TensorInfo[] | undefined;

/** Gives the kernel's inputs and attributes the types that tfjs-core documents for it. */
export function stockKernel<Inputs, Attributes = unknown>(
  kernel: (call: StockCall<Inputs, Attributes>) => TensorInfo | TensorInfo[] | undefined,
): StockKernel {
  return kernel as StockKernel;
}
