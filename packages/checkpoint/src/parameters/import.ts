import type { Tensor } from '@prattle/core';
import { failure } from '../errors.js';
import type { TensorArray } from '../tensor-array.js';
import { type Piece, piecesOf, type StoredTensor } from './stored-tensor.js';

/** Puts values into a tensor, in place: `writeInto` of `@prattle/ops`. */
export type TensorWriter = (tensor: Tensor, values: TensorArray['values']) => void;

/**
 * Fills tensors with values from a file. Everything is checked before anything is written.
 * @throws CheckpointError 'mismatch' listing names that are missing or unexpected, or a shape or type that differs
 */
export function importParameters(tensors: Iterable<StoredTensor>, arrays: ReadonlyMap<string, TensorArray>, write: TensorWriter): void {
  const wanted = Array.from(tensors, (tensor) => ({ tensor, pieces: piecesOf(tensor) }));
  checkNames(new Set(wanted.flatMap(({ pieces }) => pieces.map(({ name }) => name))), arrays);
  const filled = wanted.map(({ tensor, pieces }) => [tensor.value, assemble(tensor.value, pieces, arrays)] as const);
  for (const [tensor, values] of filled) write(tensor, values);
}

function checkNames(wanted: ReadonlySet<string>, arrays: ReadonlyMap<string, TensorArray>): void {
  const missing = [...wanted].filter((name) => !arrays.has(name));
  const unexpected = [...arrays.keys()].filter((name) => !wanted.has(name));
  if (missing.length === 0 && unexpected.length === 0) return;
  const complaints = [
    missing.length === 0 ? '' : `lacks ${listed(missing)}`,
    unexpected.length === 0 ? '' : `has ${listed(unexpected)}, which the model has not`,
  ];
  throw mismatch(`The checkpoint ${complaints.filter((complaint) => complaint !== '').join(' and ')}`);
}

function assemble(tensor: Tensor, pieces: readonly Piece[], arrays: ReadonlyMap<string, TensorArray>): TensorArray['values'] {
  const whole = emptyValues(tensor);
  for (const { name, shape, start } of pieces) {
    const array = arrays.get(name);
    if (array === undefined) throw mismatch(`The checkpoint lacks ${name}`);
    if (array.shape.join() !== shape.join()) {
      throw mismatch(`"${name}" has the shape [${array.shape.join(', ')}] in the checkpoint and [${shape.join(', ')}] in the model`);
    }
    if (array.values.constructor !== whole.constructor) {
      throw mismatch(`"${name}" is a ${array.values.constructor.name} in the checkpoint and ${tensor.dtype} in the model`);
    }
    whole.set(array.values, start);
  }
  return whole;
}

function emptyValues({ dtype, size }: Tensor): TensorArray['values'] {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

function mismatch(what: string) {
  return failure('mismatch', what, 'Build the model with the settings that the checkpoint was saved with.');
}
