import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { type Layout, layoutOf } from '../../commands.js';
import type { ArgumentsOf, GroupOf } from '../../operations.js';
import { elementTypes, tensorOperations } from '../../tensor-operations.js';

type TensorOperations = typeof tensorOperations;
export type TensorOperationName = keyof TensorOperations;

const layouts = new Map<string, Layout>(Object.entries(tensorOperations).map(([name, operation]) => [name, layoutOf(operation)]));

/** Appends a command of the table of tensor operations. */
export function encode<Name extends TensorOperationName>(
  backend: PrattleBackend,
  name: Name,
  values: ArgumentsOf<TensorOperations[Name]>,
  groups: readonly GroupOf<TensorOperations[Name]>[] = [],
): void {
  backend.commands.append(layouts.get(name) as Layout, values, groups);
}

/** The types of elements that commands know. */
export type ElementType = keyof typeof elementTypes;

/** A tensor that commands can take: not text, not complex numbers. */
export interface NumericTensor extends TensorInfo {
  readonly dtype: ElementType;
}

export function isNumeric(tensor: TensorInfo): tensor is NumericTensor {
  return Object.hasOwn(elementTypes, tensor.dtype);
}

export function bytesOf(dtype: ElementType): number {
  return dtype === 'bool' ? 1 : 4;
}
