import type { Tensor } from '@prattle/core';
import type { TensorValues } from '../tensors/transfer.js';

/** A tensor that operations read or give, by its place in `Trace.values`. */
export type ValueId = number;

export interface TracedValue {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** One operation. Names and attributes are those of the kernel; inputs that are a list are numbered `0`, `1`, … */
export interface TracedNode {
  readonly kernel: string;
  readonly inputs: Readonly<Record<string, ValueId>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** In the kernel's order; only what later operations can read. */
  readonly outputs: readonly ValueId[];
}

/** Where a value comes from that no operation makes: a tensor that was there before, or numbers given on the way. */
export type TracedConstant = { readonly tensor: Tensor } | { readonly values: TensorValues };

/** What a function does with its inputs, operation by operation, in an order in which it can be done again. */
export interface Trace {
  readonly values: readonly TracedValue[];
  readonly inputs: readonly ValueId[];
  readonly nodes: readonly TracedNode[];
  readonly constants: ReadonlyMap<ValueId, TracedConstant>;
  readonly outputs: readonly ValueId[];
}

/** The nodes that the outputs depend on, in order. */
export function neededNodes(nodes: readonly TracedNode[], outputs: readonly ValueId[]): TracedNode[] {
  const needed = new Set(outputs);
  const kept = [...nodes].reverse().filter((node) => {
    const isNeeded = node.outputs.some((output) => needed.has(output));
    if (isNeeded) for (const input of Object.values(node.inputs)) needed.add(input);
    return isNeeded;
  });
  return kept.reverse();
}
