import { add, clone, dispose, memory, read, reshape, tensor, variable, writeInto } from '@prattle/ops';
import { describe, expect } from 'vitest';
import type { Exceptions } from './exceptions.js';

/** What is written can be read, and nobody else's memory changes. */
export function transferChecks(known: Exceptions): void {
  describe('reading and writing', () => {
    known.it('gives back what it was given, of every type', async () => {
      const arrays = [
        { values: Float32Array.of(0, -0, 1.5, Number.NaN, Infinity, -Infinity, 1e-42, 3e38), dtype: 'float32' },
        { values: Int32Array.of(0, -1, 2147483647, -2147483648), dtype: 'int32' },
        { values: Uint8Array.of(0, 1, 1), dtype: 'bool' },
        { values: new Float32Array(), dtype: 'float32' },
      ] as const;
      for (const { values, dtype } of arrays) {
        const written = tensor(values, [values.length], dtype);
        expect(written.dtype).toBe(dtype);
        expect(await read(written)).toEqual(values);
        written.dispose();
      }
    });

    known.it('copies: the host can go on using its arrays, and what it read', async () => {
      const values = Float32Array.of(1, 2, 3);
      const written = tensor(values, [3]);
      values.fill(9);
      expect([...(await read(written))]).toEqual([1, 2, 3]);
      (await read(written)).fill(7);
      expect([...(await read(written))]).toEqual([1, 2, 3]);
      const sum = add(written, 1);
      expect([...(await read(sum))]).toEqual([2, 3, 4]);
      dispose(written, sum);
    });

    known.it('reads what a tensor held when it was asked, whatever is written afterwards', async () => {
      const weight = variable([1, 2], [2]);
      writeInto(weight, [3, 4]);
      const reading = read(weight);
      writeInto(weight, [5, 6]);
      expect([...(await reading)]).toEqual([3, 4]);
      expect([...(await read(weight))]).toEqual([5, 6]);
      dispose(weight);
    });

    known.it('overwrites variables in place, and nothing that was computed from them', async () => {
      const weight = variable([1, 2, 3, 4], [2, 2]);
      const double = add(weight, weight);
      writeInto(weight, Float32Array.of(5, 6, 7, 8));
      const view = reshape(weight, [4]);
      expect([...(await read(weight))]).toEqual([5, 6, 7, 8]);
      expect([...(await read(double))]).toEqual([2, 4, 6, 8]);
      expect([...(await read(view))]).toEqual([5, 6, 7, 8]);
      dispose(weight, double, view);
    });

    known.it('keeps what views share until the last one is disposed', async () => {
      const before = memory().tensors;
      const first = tensor([1, 2, 3, 4], [4]);
      const view = reshape(first, [2, 2]);
      const copy = clone(view);
      first.dispose();
      view.dispose();
      // What is allocated now must not be given the storage that the copy still uses.
      const other = tensor([9, 9, 9, 9], [4]);
      expect([...(await read(copy))]).toEqual([1, 2, 3, 4]);
      dispose(copy, other);
      expect(memory().tensors).toBe(before);
    });
  });
}
