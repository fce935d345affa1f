import type { Model, ParameterRole } from '@prattle/core';
import { read } from '@prattle/ops';
import { type Histogram, histogram } from '../statistics/histogram.js';
import { type Summary, summarise } from '../statistics/summary.js';
import { repeatedRows } from './repeated-rows.js';

/** One trained tensor, described. */
export interface ParameterDescription extends Summary {
  readonly name: string;
  readonly role: ParameterRole;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly trainable: boolean;
  /** Share of rows that repeat another row of the tensor exactly, 0 to 1; rows of zeros are not counted. */
  readonly repeatedRows: number;
  readonly histogram: Histogram;
}

const BYTES_PER_NUMBER = 4;

/** Describes every parameter of a model, in the model's order. */
export async function describeParameters(model: Pick<Model, 'parameters'>): Promise<ParameterDescription[]> {
  const described: ParameterDescription[] = [];
  for (const { name, role, value, trainable } of model.parameters.values()) {
    const values = await read(value);
    described.push({
      name,
      role,
      shape: [...value.shape],
      bytes: value.size * BYTES_PER_NUMBER,
      trainable,
      ...summarise(values),
      repeatedRows: repeatedRows(values, value.shape),
      histogram: histogram(values),
    });
  }
  return described;
}
