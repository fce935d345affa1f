import type { Tensor } from '@prattle/core';
import { customGrad, grads as stockGrads } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tanh } from '../activation/activation.js';
import { linear } from '../linear/linear.js';
import { add, greater, mul, where } from '../plain/arithmetic.js';
import { exp, log, square } from '../plain/functions.js';
import { mean, sum } from '../plain/reduction.js';
import { concat, reshape } from '../plain/shape.js';
import { residualAdd } from '../residual-add/residual-add.js';
import { tensor, variable } from '../tensors/create.js';
import { memory } from '../tensors/current.js';
import { dispose, tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openReference } from '../testing/reference-backend.js';
import { distance } from '../testing/test-tools.js';
import { openToyBackend } from '../testing/toy-backend.js';
import { noGradient, valueAndGradients } from './value-and-gradients.js';

const rows = () => tensor([0.1, -0.2, 0.3, 0.4, 0.5, -0.6], [2, 3]);
const weights = () => variable([0.3, -0.1, 0.2, 0.5, 0.4, -0.7, 0.6, 0.1, 0.2], [3, 3]);

/** Uses its arguments more than once, by fused and by stock operations. */
function network(x: Tensor, first: Tensor, second: Tensor): Tensor {
  const hidden = residualAdd(linear(x, first), x);
  const deeper = residualAdd(linear(tanh(hidden), second), hidden);
  return mean(square(concat([deeper, reshape(hidden, [2, 3]), linear(deeper, first)])));
}

const values = (tensors: readonly (Tensor | null)[]) => tensors.map((each) => each && [...readSync(each)]);

describe.each(['reference', 'fused'])('on a backend with %s operations', (kind) => {
  beforeAll(async () => {
    if (kind === 'fused') await openToyBackend('toy-walk');
    else await openReference();
  });

  it('gives what tfjs’s own walk gives, and leaves no tensor behind', () => {
    const [x, first, second] = [rows(), weights(), weights()];
    const before = memory();
    tidy(() => {
      const { value, gradients } = valueAndGradients(() => network(x, first, second), [x, first, second]);
      const expected: Tensor[] = stockGrads((...args) => network(args[0] as Tensor, args[1] as Tensor, args[2] as Tensor) as never)([
        x,
        first,
        second,
      ] as never);
      const actual = values(gradients);
      for (const [i, list] of values(expected).entries()) expect(distance(actual[i] ?? [], list ?? [])).toBeLessThan(1e-6);
      expect(readSync(value)).toEqual(readSync(network(x, first, second)));
    });
    expect(memory()).toEqual(before);
    dispose(x, first, second);
  });

  it('hands results to the caller, who can dispose them one by one', () => {
    const x = rows();
    const before = memory();
    const { value, gradients } = valueAndGradients(() => sum(residualAdd(x, x)), [x, x]);
    expect(values(gradients)).toEqual([Array(6).fill(2), Array(6).fill(2)]);
    gradients[0]?.dispose();
    expect(values(gradients.slice(1))).toEqual([Array(6).fill(2)]);
    dispose(gradients, value);
    expect(memory()).toEqual(before);
    x.dispose();
  });

  it('frees everything when the function or a gradient throws', () => {
    const [x, weight] = [rows(), weights()];
    const before = memory();
    const broken = customGrad((input) => ({
      value: (input as never as Tensor & { clone(): never }).clone(),
      gradFunc: () => {
        throw new Error('in the gradient');
      },
    }));
    const inForward = () => {
      linear(square(x), weight);
      throw new Error('in the function');
    };
    expect(() => tidy(() => valueAndGradients(inForward, [weight]))).toThrow('in the function');
    expect(() => tidy(() => valueAndGradients(() => sum(broken(linear(square(x), weight) as never)), [weight]))).toThrow('in the gradient');
    expect(memory()).toEqual(before);
    const { gradients } = valueAndGradients(() => sum(linear(x, weight)), [weight]);
    expect(gradients[0]?.shape).toEqual([3, 3]);
    dispose(gradients, x, weight);
  });

  it('gives second derivatives', () => {
    tidy(() => {
      const x = tensor([2, 3], [2]);
      const cube = () => sum(mul(mul(x, x), x));
      const { gradients } = valueAndGradients(() => sum(square(valueAndGradients(cube, [x]).gradients[0] as Tensor)), [x]);
      // d/dx (3x²)² = 36 x³
      expect(values(gradients)).toEqual([[288, 972]]);
    });
  });
});

describe('what is computed', () => {
  it('only what leads to a parameter', async () => {
    const toy = await openToyBackend('toy-needs');
    const [x, first, second] = [rows(), weights(), weights()];
    tidy(() => void valueAndGradients(() => sum(linear(linear(x, first), second)), [first]));
    expect(toy.calls.map(({ needs }) => needs)).toEqual([
      { x: true, weight: false, bias: false },
      { x: false, weight: true, bias: false },
    ]);
    toy.calls.length = 0;
    tidy(() => void valueAndGradients(() => sum(linear(linear(x, first), second)), [x]));
    expect(toy.calls.map(({ needs }) => needs)).toEqual([
      { x: true, weight: false, bias: false },
      { x: true, weight: false, bias: false },
    ]);
    dispose(x, first, second);
  });

  it('sums in place, but never in storage that somebody else sees', async () => {
    const toy = await openToyBackend('toy-sums');
    const [x, weight] = [rows(), weights()];
    tidy(() => {
      const { gradients } = valueAndGradients(() => sum(add(add(linear(x, weight), linear(x, weight)), linear(x, weight))), [weight]);
      const once = valueAndGradients(() => sum(linear(x, weight)), [weight]).gradients;
      expect(values(gradients)).toEqual(
        values(once).map((list) => list?.map((number) => Math.fround(Math.fround(number + number) + number))),
      );
    });
    expect(toy.calls.filter(({ kernel }) => kernel === 'PrattleAdd').map(({ reused }) => reused)).toEqual([true, true]);
    toy.calls.length = 0;
    // The residual's gradient is at once the gradient of both terms: summing in it would spoil the other.
    tidy(() => {
      const [a, b] = [rows(), rows()];
      const { gradients } = valueAndGradients(() => sum(add(residualAdd(a, b), a)), [a, b]);
      expect(values(gradients)).toEqual([Array(6).fill(2), Array(6).fill(1)]);
    });
    dispose(x, weight);
  });

  it('nothing for parameters that the value does not depend on', async () => {
    await openReference();
    tidy(() => {
      const [x, other] = [rows(), rows()];
      expect(valueAndGradients(() => sum(square(x)), [x, other]).gradients[1]).toBeNull();
      expect(valueAndGradients(() => sum(square(x)), [other]).gradients).toEqual([null]);
    });
  });

  it('no gradient through comparisons, nor through what noGradient surrounds', async () => {
    await openReference();
    tidy(() => {
      const x = tensor([-1, 2], [2]);
      const { gradients } = valueAndGradients(
        () =>
          sum(
            mul(
              where(greater(x, 0), square(x), x),
              noGradient(() => exp(x)),
            ),
          ),
        [x],
      );
      const [below, above] = values(gradients)[0] ?? [];
      expect(below).toBeCloseTo(Math.exp(-1), 5);
      expect(above).toBeCloseTo(4 * Math.exp(2), 4);
    });
  });

  it('an inner gradient inside noGradient does not disturb the outer one', async () => {
    await openReference();
    tidy(() => {
      const x = tensor([2], [1]);
      const { gradients } = valueAndGradients(() => {
        const y = square(x);
        const slope = noGradient(() => valueAndGradients(() => sum(log(x)), [x]).gradients[0] as Tensor);
        return sum(mul(y, slope));
      }, [x]);
      expect(values(gradients)).toEqual([[2]]);
    });
  });
});

describe('without a gradient kernel', () => {
  it('an operation is composed while gradients are recorded', async () => {
    const toy = await openToyBackend('toy-forward', ['PrattleLinearGradient']);
    const [x, weight] = [rows(), weights()];
    const { gradients } = valueAndGradients(() => sum(linear(x, weight)), [weight]);
    expect(values(gradients)[0]?.map((number) => Math.round(number * 1e6) / 1e6)).toEqual([0.5, 0.3, -0.3, 0.5, 0.3, -0.3, 0.5, 0.3, -0.3]);
    expect(toy.calls).toEqual([]);
    dispose(gradients, x, weight);
  });
});
