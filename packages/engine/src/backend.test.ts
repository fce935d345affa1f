import {
  add,
  cast,
  concat,
  div,
  exp,
  fill,
  keep,
  matMul,
  memory,
  mul,
  neg,
  ones,
  readSync,
  reshape,
  slice,
  softmax,
  split,
  square,
  sub,
  tensor,
  tidy,
  transpose,
  valueAndGradients,
  variable,
  writeInto,
} from '@prattle/ops';
import { engine, setBackend, type TfjsTensor } from '@prattle/ops/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataRecord } from './records.js';
import { type MockBackend, openMock } from './test/mock-backend.js';

type Tensor = ReturnType<typeof tensor>;

let mock: MockBackend;

beforeEach(async () => {
  mock = await openMock();
});

afterEach(() => mock.open.close());

const values = (t: Tensor) => [...readSync(t)];
const record = (t: Tensor) => (t as TfjsTensor).dataId as DataRecord;

describe('tensors', () => {
  test('are not touched by what happens to the array they were made from', () => {
    const array = Float32Array.of(1, 2, 3);
    const made = engine().makeTensor(array, [3], 'float32');
    array.fill(9);
    expect(values(made)).toEqual([1, 2, 3]);
  });

  test('are read as copies', () => {
    const weight = variable([1, 2], [2]);
    const read = readSync(weight);
    writeInto(weight, [3, 4]);
    expect([...read]).toEqual([1, 2]);
  });

  test.each(['float32', 'int32', 'bool'] as const)('of %s keep their type', (dtype) => {
    const made = tensor([1, 0, 1], [3], dtype);
    expect(made.dtype).toBe(dtype);
    expect(values(made)).toEqual([1, 0, 1]);
    expect(values(cast(made, 'float32'))).toEqual([1, 0, 1]);
  });

  test('of no elements are tensors too', () => {
    const empty = tensor([], [0, 3]);
    expect(values(add(empty, empty))).toEqual([]);
    expect(values(concat([empty, tensor([1, 2, 3], [1, 3])], 0))).toEqual([1, 2, 3]);
  });

  test('that are disposed make room for the next ones', () => {
    const a = tensor([1, 2, 3, 4], [4]);
    for (let i = 0; i < 10; i++) tidy(() => void add(add(a, a), a));
    const { reserved } = mock.open.memory();
    for (let i = 0; i < 1000; i++) tidy(() => void add(add(a, a), a));
    expect(mock.open.memory().reserved).toBe(reserved);
  });

  test('find room when memory runs out but the pool has some that is free', () => {
    mock.engine.capacity = 4096;
    fill([800], 1).dispose();
    expect(values(fill([512], 2))[511]).toBe(2);
    expect(() => fill([1200], 1)).toThrow(/no memory/);
  });

  test('are counted exactly', () => {
    const before = mock.inside.numDataIds();
    tidy(() => {
      const a = tensor([1, 2, 3, 4], [2, 2]);
      keep(reshape(softmax(matMul(a, transpose(a))), [4]));
    });
    expect(mock.inside.numDataIds()).toBe(before + 1);
  });
});

describe('views', () => {
  test('share the data, and keep it when the first tensor goes', () => {
    const a = tensor([1, 2, 3, 4], [4]);
    const b = reshape(a, [2, 2]);
    expect(record(b)).toBe(record(a));
    a.dispose();
    for (let i = 0; i < 4; i++) tensor([9, 9, 9, 9], [4]);
    expect(values(b)).toEqual([1, 2, 3, 4]);
  });

  test('infer a length', () => {
    expect(reshape(tensor([1, 2, 3, 4], [4]), [2, -1]).shape).toEqual([2, 2]);
    expect(() => reshape(tensor([1, 2, 3, 4], [4]), [3, 1])).toThrow();
  });
});

describe('stock kernels in JavaScript', () => {
  test('see what earlier commands did, and are seen by later ones', () => {
    const a = tensor([0, 1], [2]);
    expect(values(neg(exp(add(a, a))))).toEqual([-1, -Math.fround(Math.exp(2))]);
  });

  test('may hand out views of their input, which nobody overwrites', () => {
    const source = add(tensor([1, 2, 3, 4], [2, 2]), fill([2, 2], 0));
    const column = slice(source, [0, 1], [2, 1]);
    const part = slice(tensor([0, 1, 1, 0], [1, 4], 'bool'), [0, 1], [1, 2]);
    source.dispose();
    for (let i = 0; i < 20; i++) fill([2, 2], 9);
    expect(values(column)).toEqual([2, 4]);
    expect(values(part)).toEqual([1, 1]);
  });

  test('cast by value: a wider type is not the same data', () => {
    const floats = cast(tensor([1, 2, 3, 4], [2, 2], 'int32'), 'float32');
    expect(values(matMul(floats, floats))).toEqual([7, 10, 15, 22]);
    expect(values(add(cast(tensor([1, 0], [2], 'bool'), 'float32'), tensor([1, 1], [2])))).toEqual([2, 1]);
    expect(values(cast(tensor([1.5, -1.5], [2]), 'int32'))).toEqual([1, -1]);
  });
});

describe('commands in place of stock kernels', () => {
  test.each([
    ['rows', [1, 0], [2, -1], [3, 4, 5, 6]],
    ['a single row', [2, 0], [1, 2], [5, 6]],
    ['everything', [0, 0], [-1, -1], [1, 2, 3, 4, 5, 6]],
  ])('cut out %s', (_, begin, size, expected) => {
    expect(values(slice(tensor([1, 2, 3, 4, 5, 6], [3, 2]), begin, size))).toEqual(expected);
    expect(mock.engine.executed).toContain('copyRows');
  });

  test('join along the first axis, or along a later one when those before have length 1', () => {
    const a = tensor([1, 2], [1, 2]);
    const b = tensor([3, 4, 5], [1, 3]);
    expect(values(concat([a, b], 1))).toEqual([1, 2, 3, 4, 5]);
    expect(values(concat([a, a], 0))).toEqual([1, 2, 1, 2]);
    expect(concat([a, a], 0).shape).toEqual([2, 2]);
    expect(mock.engine.executed.filter((name) => name === 'copyRows').length).toBeGreaterThan(3);
  });

  test('split, and put back where it came from', () => {
    const a = tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 4]);
    expect(split(a, [1, 3], 1).map(values)).toEqual([
      [1, 5],
      [2, 3, 4, 6, 7, 8],
    ]);
    expect(split(a, [1, 1], 0).map(values)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
    // The gradient of a slice is padded.
    const { gradients } = valueAndGradients(() => reshape(slice(a, [1, 2], [1, 1]), []), [a]);
    expect(values(gradients[0] as Tensor)).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
    expect(values(square(a))).toEqual([1, 4, 9, 16, 25, 36, 49, 64]);
  });

  test('copy integers bit by bit', () => {
    const a = tensor([-1, 7, 0x7f800001, 1 << 30], [2, 2], 'int32');
    expect(values(slice(a, [1, 0], [1, 2]))).toEqual([0x7f800001, 1 << 30]);
  });

  test('combine tensors whose shapes broadcast', () => {
    const a = tensor([1, 2, 3, 4], [2, 2]);
    expect(values(add(a, tensor([10, 20], [2])))).toEqual([11, 22, 13, 24]);
    expect(values(sub(tensor([10, 20], [2, 1]), a))).toEqual([9, 8, 17, 16]);
    expect(values(div(mul(a, 2), a))).toEqual([2, 2, 2, 2]);
    expect(mock.engine.executed.filter((name) => name === 'combine')).toHaveLength(4);
  });

  test('multiply matrices one by one, or one with many', () => {
    const a = tensor([1, 2, 3, 4], [2, 2]);
    expect(values(matMul(a, a, true))).toEqual([10, 14, 14, 20]);
    expect(values(matMul(a, a, false, true))).toEqual([5, 11, 11, 25]);
  });

  test('fill', () => {
    expect(values(fill([3], 2.5))).toEqual([2.5, 2.5, 2.5]);
    expect(values(fill([2], 7, 'int32'))).toEqual([7, 7]);
    expect(values(ones([2]))).toEqual([1, 1]);
  });
});

describe('other backends', () => {
  test('tensors come over from another one, and go there', async () => {
    await setBackend('cpu');
    const foreign = tensor([1, 2], [2]);
    await setBackend('prattle-mock');
    const ours = add(foreign, foreign);
    expect(values(ours)).toEqual([2, 4]);
    await setBackend('cpu');
    expect(values(add(ours, foreign))).toEqual([3, 6]);
    await setBackend('prattle-mock');
    expect(values(add(ours, ours))).toEqual([4, 8]);
    for (const t of [foreign, ours]) t.dispose();
  });
});

describe('opening and closing', () => {
  test('closing ends the engine; tensors stay readable and come along to the next opening', async () => {
    const a = tensor([1, 2], [2]);
    mock.open.close();
    mock.open.close();
    expect(mock.engine.closed).toBe(true);
    expect(values(a)).toEqual([1, 2]);
    const again = await openMock();
    expect(values(add(a, a))).toEqual([2, 4]);
    a.dispose();
    again.open.close();
  });

  test('two openings share the backend, which lives until both are closed', async () => {
    const a = tensor([1, 2], [2]);
    const second = await openMock();
    expect(second.inside).toBe(mock.inside);
    expect(mock.engine.closed).toBe(true);
    second.open.close();
    expect(second.engine.closed).toBe(false);
    expect(memory().tensors).toBeGreaterThan(0);
    expect(values(a)).toEqual([1, 2]);
    mock.open.close();
    expect(second.engine.closed).toBe(true);
  });
});
