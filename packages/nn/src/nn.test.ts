import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom } from '@prattle/core';
import { readSync, tensor, tidy } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { createEmbedding } from './embedding.js';
import { createLinear, createPackedLinear } from './linear.js';
import { createParameters } from './parameters.js';
import { createRotary } from './rotary.js';
import { lastPositions, padWindows } from './windows.js';

useTfjsCpu();

const numbers = (x: Parameters<typeof readSync>[0]): number[] => [...readSync(x)];

describe('parameters', () => {
  it('have dotted names and are drawn in the order of their creation', () => {
    const random = createRandom('torch', 1);
    const parameters = createParameters(random);
    createEmbedding(parameters.scope('wte'), 3, 2);
    createLinear(parameters.scope('blocks').scope('0'), 2, 4);
    expect([...parameters.parameters.keys()]).toEqual(['wte.weight', 'blocks.0.weight', 'blocks.0.bias']);

    const again = createRandom('torch', 1);
    again.normal(6);
    const bound = 1 / Math.sqrt(2);
    const weight = again.uniform(8, -bound, bound);
    const drawn = numbers(parameters.parameters.get('blocks.0.weight')?.value ?? tensor([], [0]));
    for (const [i, value] of drawn.entries()) expect(value).toBeCloseTo(weight[i] ?? Number.NaN, 6);
    again.uniform(4, -bound, bound);
    expect(random.state()).toEqual(again.state());
    parameters.dispose();
  });

  it('refuse a name that is taken', () => {
    const parameters = createParameters(createRandom('philox', 1));
    createLinear(parameters.scope('head'), 1, 1);
    expect(() => createLinear(parameters.scope('head'), 1, 1)).toThrow(/\[prattle\/nn\].*head\.weight/);
    parameters.dispose();
  });
});

describe('a packed linear layer', () => {
  it('draws its parts one by one, wherever their rows are', () => {
    const parts = [
      { name: 'key', start: 2, outputs: 1 },
      { name: 'query', start: 0, outputs: 2 },
    ];
    const packed = createParameters(createRandom('torch', 4));
    const layer = createPackedLinear(packed.scope('sa'), 'qk', 3, parts);
    const apart = createParameters(createRandom('torch', 4));
    const key = createLinear(apart.scope('key'), 3, 1);
    const query = createLinear(apart.scope('query'), 3, 2);

    expect(numbers(layer.weight)).toEqual([...numbers(query.weight), ...numbers(key.weight)]);
    expect(packed.parameters.get('sa.qk.weight')?.parts).toEqual([
      { name: 'sa.key.weight', start: 2, stop: 3 },
      { name: 'sa.query.weight', start: 0, stop: 2 },
    ]);
    tidy(() => {
      const x = tensor([1, -2, 3], [1, 3]);
      expect(numbers(layer.forward(x))).toEqual([...numbers(query.forward(x)), ...numbers(key.forward(x))]);
    });
    packed.dispose();
    apart.dispose();
  });
});

describe('rotary positions', () => {
  it('make the product of two vectors depend on their distance alone', () => {
    const parameters = createParameters(createRandom('philox', 1));
    const rotary = createRotary(parameters, 16, 4);
    const dotAt = (first: number, second: number): number =>
      tidy(() => {
        const turn = (values: number[], position: number) =>
          numbers(rotary.forward(tensor(values, [1, 1, 4]), 1, tensor(Int32Array.of(position), [1, 1])));
        const [a, b] = [turn([0.3, -1, 2, 0.5], first), turn([1, 0.25, -0.5, 2], second)];
        return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
      });
    expect(dotAt(5, 3)).toBeCloseTo(dotAt(12, 10), 5);
    expect(dotAt(5, 3)).not.toBeCloseTo(dotAt(5, 4), 2);
    parameters.dispose();
  });
});

describe('windows', () => {
  it('are filled up on the right and read at their last position', () => {
    tidy(() => {
      const tokens = padWindows([[4], [1, 2, 3]]);
      expect(tokens.shape).toEqual([2, 3]);
      expect(numbers(tokens)).toEqual([4, 0, 0, 1, 2, 3]);
      const x = tensor([0, 1, 2, 3, 4, 5], [2, 3, 1]);
      expect(numbers(lastPositions(x, [1, 3]))).toEqual([0, 5]);
    });
  });
});
