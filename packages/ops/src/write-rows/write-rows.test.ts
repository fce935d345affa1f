import { beforeAll, describe, expect, it } from 'vitest';
import { tensor, variable } from '../tensors/create.js';
import { memory } from '../tensors/current.js';
import { dispose, tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openReference } from '../testing/reference-backend.js';
import { writeRows } from './write-rows.js';

beforeAll(openReference);

describe('writeRows', () => {
  it('overwrites the rows that are named and leaves the others', () => {
    const before = memory().tensors;
    const table = variable([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
    tidy(() => writeRows(table, tensor(Int32Array.of(3, 0), [2]), tensor([10, 20, 30, 40], [2, 1, 2])));
    expect([...readSync(table)]).toEqual([30, 40, 3, 4, 5, 6, 10, 20]);
    dispose(table);
    expect(memory().tensors).toBe(before);
  });

  it('refuses values that are not one row for each index', () => {
    tidy(() => {
      const table = tensor([1, 2, 3, 4], [2, 2]);
      const row = tensor(Int32Array.of(1), [1]);
      expect(() => writeRows(table, row, tensor([1, 2, 3, 4], [2, 2]))).toThrow('not 1 rows');
      expect(() => writeRows(table, row, tensor([1], [1, 1]))).toThrow('not 1 rows');
    });
  });
});
