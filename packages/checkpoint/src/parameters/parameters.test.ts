import type { Parameter, Tensor } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import type { TensorArray } from '../tensor-array.js';
import { exportParameters } from './export.js';
import { importParameters } from './import.js';
import { type StoredTensor, storedTensors } from './stored-tensor.js';

interface FakeTensor extends Tensor {
  values: TensorArray['values'];
}

function tensor(shape: readonly number[], values: TensorArray['values']): FakeTensor {
  return { shape, values, size: values.length, dtype: values instanceof Int32Array ? 'int32' : 'float32', dispose() {} };
}

const read = (value: Tensor) => (value as FakeTensor).values;
const write = (value: Tensor, values: TensorArray['values']) => {
  (value as FakeTensor).values = values;
};

const parts = [
  { name: 'heads.0.query.weight', start: 0, stop: 2 },
  { name: 'heads.0.key.weight', start: 2, stop: 3 },
];

/** A packed matrix [3, 2] in two parts, a packed bias [3], and a counter. */
function model(fill: (index: number) => number): StoredTensor[] {
  const weight: Parameter = {
    name: 'qkv.weight',
    parts,
    value: tensor(
      [3, 2],
      Float32Array.from({ length: 6 }, (_, i) => fill(i)),
    ),
    role: 'matrix',
    trainable: true,
  };
  const biasParts = [
    { name: 'b1', start: 0, stop: 1 },
    { name: 'b2', start: 1, stop: 3 },
  ];
  const bias: Parameter = {
    name: 'qkv.bias',
    parts: biasParts,
    value: tensor(
      [3],
      Float32Array.from({ length: 3 }, (_, i) => fill(10 + i)),
    ),
    role: 'bias',
    trainable: true,
  };
  return storedTensors({
    parameters: new Map([
      [weight.name, weight],
      [bias.name, bias],
    ]),
    buffers: new Map([['counter', tensor([1], Int32Array.of(fill(20)))]]),
  });
}

describe('parameters', () => {
  it('are exported under the names of their parts, with the buffers', async () => {
    const arrays = await exportParameters(
      model((index) => index),
      read,
    );
    expect(Object.fromEntries(arrays)).toEqual({
      'heads.0.query.weight': { values: Float32Array.of(0, 1, 2, 3), shape: [2, 2] },
      'heads.0.key.weight': { values: Float32Array.of(4, 5), shape: [1, 2] },
      b1: { values: Float32Array.of(10), shape: [1] },
      b2: { values: Float32Array.of(11, 12), shape: [2] },
      counter: { values: Int32Array.of(20), shape: [1] },
    });
  });

  it('come back into another model', async () => {
    const target = model(() => 0);
    importParameters(
      target,
      await exportParameters(
        model((index) => index + 1),
        read,
      ),
      write,
    );
    expect(target.map(({ value }) => read(value))).toEqual(model((index) => index + 1).map(({ value }) => read(value)));
  });

  it('that are missing or unexpected are listed, and nothing is written', async () => {
    const arrays = await exportParameters(
      model(() => 1),
      read,
    );
    arrays.delete('b1');
    arrays.set('lm_head.weight', { values: new Float32Array(1), shape: [1] });
    const target = model(() => 0);
    expect(() => importParameters(target, arrays, write)).toThrow(/lacks "b1" and has "lm_head.weight", which the model has not/);
    expect(target.map(({ value }) => read(value)[0])).toEqual([0, 0, 0]);
  });

  it('of another shape or type are refused by name, and nothing is written', async () => {
    const arrays = await exportParameters(
      model(() => 1),
      read,
    );
    const target = model(() => 0);
    const wrongShape = new Map(arrays).set('b2', { values: new Float32Array(2), shape: [2, 1] });
    expect(() => importParameters(target, wrongShape, write)).toThrow(
      /"b2" has the shape \[2, 1\] in the checkpoint and \[2\] in the model/,
    );
    const wrongType = new Map(arrays).set('counter', { values: new Float32Array(1), shape: [1] });
    expect(() => importParameters(target, wrongType, write)).toThrow(
      /"counter" is a Float32Array in the checkpoint and int32 in the model/,
    );
    expect(target.map(({ value }) => read(value)[0])).toEqual([0, 0, 0]);
  });

  it('whose parts leave a row out are refused', async () => {
    const gap = [{ name: 'x', parts: parts.slice(0, 1), value: tensor([3, 2], new Float32Array(6)) }];
    await expect(exportParameters(gap, read)).rejects.toThrow(/parts of "x" do not cover its 3 rows/);
  });
});
