import { beforeAll, expect, it } from 'vitest';
import { tensor } from '../tensors/create.js';
import { createDraw, openReference } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { causalConvolution } from './causal-convolution.js';

beforeAll(openReference);

it.each([
  [1, 1],
  [2, 1],
  [2, 3],
  [3, 2],
])('with %i taps, %i apart, is the sum that its definition says', (taps, dilation) => {
  const [batch, time, inputs, outputs] = [2, 7, 3, 4];
  const draw = createDraw(6);
  const [x, weight, bias] = [draw.normal([batch, time, inputs]), draw.normal([outputs, taps * inputs]), draw.normal([outputs])];
  const at = (b: number, t: number, c: number): number => (t < 0 ? 0 : (x.values[(b * time + t) * inputs + c] ?? Number.NaN));
  const expected = Array.from({ length: batch * time * outputs }, (_, i) => {
    const [b, t, o] = [Math.floor(i / (time * outputs)), Math.floor(i / outputs) % time, i % outputs];
    let sum = bias.values[o] ?? Number.NaN;
    for (let tap = 0; tap < taps; tap++) {
      for (let c = 0; c < inputs; c++)
        sum += (weight.values[(o * taps + tap) * inputs + c] ?? Number.NaN) * at(b, t - (taps - 1 - tap) * dilation, c);
    }
    return sum;
  });
  const actual = numbers(() =>
    causalConvolution(tensor(x.values, x.shape), tensor(weight.values, weight.shape), {
      taps,
      dilation,
      bias: tensor(bias.values, bias.shape),
    }),
  );
  expect(distance(actual, expected)).toBeLessThan(1e-5);
});

it('refuses shapes that do not fit, with a remedy', () => {
  const [x, weight] = [tensor(new Float32Array(12), [1, 4, 3]), tensor(new Float32Array(12), [2, 6])];
  expect(() => causalConvolution(x, weight, { taps: 3 })).toThrow(/do not fit 3 taps.*taps · width/);
  expect(() => causalConvolution(x, weight, { bias: tensor(new Float32Array(3), [3]) })).toThrow(/bias \[3\]/);
  expect(() => causalConvolution(x, weight, { dilation: 0 })).toThrow(/whole numbers/);
});
