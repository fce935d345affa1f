import { UsageError } from '@prattle/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { add, currentBackend, embedding, linear, memory, mul, readSync, reshape, scalar, sum, variable } from '../index.js';
import { openReference } from '../testing/index.js';
import { trace } from './trace.js';

beforeAll(openReference);

const ids = { shape: [2, 3], dtype: 'int32' } as const;

describe('trace', () => {
  it('writes operations down with shapes, and computes nothing', () => {
    const table = variable([1, 2, 3, 4], [2, 2]);
    const before = memory().tensors;
    const recorded = trace((x) => [linear(reshape(embedding(x, table), [6, 2]), table, { activation: 'relu' })], [ids]);
    expect(recorded.nodes.map(({ kernel }) => kernel)).toEqual(['PrattleEmbedding', 'Reshape', 'PrattleLinear']);
    expect(recorded.outputs.map((id) => recorded.values[id])).toEqual([{ shape: [6, 2], dtype: 'float32' }]);
    expect([...recorded.constants.values()]).toEqual([{ tensor: table }]);
    expect(currentBackend()).toBe('cpu');
    expect(memory().tensors).toBe(before);
    table.dispose();
  });

  it('keeps the numbers that are given on the way, and leaves out what no output needs', () => {
    const recorded = trace(
      (x) => {
        sum(x);
        return [mul(x, scalar(3))];
      },
      [{ shape: [4], dtype: 'float32' }],
    );
    expect(recorded.nodes.map(({ kernel }) => kernel)).toEqual(['Multiply']);
    expect([...recorded.constants.values()]).toEqual([{ values: Float32Array.of(3) }]);
  });

  it('refuses what it cannot know, and leaves the backend as it was', () => {
    expect(() => trace((x) => [add(x, readSync(x)[0] ?? 0)], [ids])).toThrow(UsageError);
    expect(() =>
      trace(() => {
        throw new Error('from inside');
      }, []),
    ).toThrow('from inside');
    expect(currentBackend()).toBe('cpu');
  });
});
