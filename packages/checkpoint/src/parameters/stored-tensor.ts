import type { Model, ParameterPart, Tensor } from '@prattle/core';
import { failure } from '../errors.js';

/** A tensor under the name, or the names of its parts, that it has in files. */
export interface StoredTensor {
  readonly name: string;
  /** Row slices with names of their own; together they cover every row once. */
  readonly parts?: readonly ParameterPart[];
  readonly value: Tensor;
}

/** All that a checkpoint keeps of a model: parameters, then buffers. */
export function storedTensors({ parameters, buffers }: Pick<Model, 'parameters' | 'buffers'>): StoredTensor[] {
  return [...parameters.values(), ...Array.from(buffers, ([name, value]) => ({ name, value }))];
}

/** A slice of a tensor's values, as it appears in a file. */
export interface Piece {
  readonly name: string;
  readonly shape: readonly number[];
  /** In elements of the whole tensor. */
  readonly start: number;
  readonly stop: number;
}

/** @throws CheckpointError 'mismatch' when the parts leave rows out or share them */
export function piecesOf({ name, parts, value }: StoredTensor): Piece[] {
  if (parts === undefined) return [{ name, shape: value.shape, start: 0, stop: value.size }];
  const [rows = 1, ...rest] = value.shape;
  const width = rest.reduce((size, length) => size * length, 1);
  const covered = [...parts].sort((a, b) => a.start - b.start).reduce((row, part) => (part.start === row ? part.stop : Number.NaN), 0);
  if (covered !== rows) {
    throw failure('mismatch', `The parts of "${name}" do not cover its ${rows} rows exactly once`, 'Correct the parts in the model.');
  }
  return parts.map((part) => ({
    name: part.name,
    shape: [part.stop - part.start, ...rest],
    start: part.start * width,
    stop: part.stop * width,
  }));
}
