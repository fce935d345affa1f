import { add, cast, exp, memory, readSync, sum, tensor, valueAndGradients } from '@prattle/ops';
import { engine, getKernelsForBackend, type TfjsTensor } from '@prattle/ops/tfjs';
import { expect, test } from 'vitest';
import { openShared } from './open.js';
import { MockEngine } from './test/mock-engine.js';

const open = (sampleOnly: boolean) => openShared(new MockEngine(), { name: 'alone', device: '', details: {} }, { sampleOnly });

test("for sampling alone nothing of tfjs's is loaded, and what needs it says so; it can come later", async () => {
  const lean = await open(true);
  expect(getKernelsForBackend('cpu')).toEqual([]);
  const a = tensor([1, 2], [2]);
  expect([...readSync(add(a, a))]).toEqual([2, 4]);
  const flags = tensor([1, 0], [2], 'bool');
  expect(() => add(cast(flags, 'bool'), flags)).toThrow(/Add on such tensors runs in JavaScript.*without sampleOnly/);
  expect(() => exp(a)).toThrow(/Exp/);
  expect(() => valueAndGradients(() => sum(a), [a])).toThrow();

  const whole = await open(false);
  const b = tensor([1, 2], [2]);
  expect(readSync(exp(b))[0]).toBeCloseTo(Math.E);
  expect(readSync(valueAndGradients(() => sum(exp(b)), [b]).gradients[0] ?? b)[0]).toBeCloseTo(Math.E);
  const before = memory().tensors;
  const pair: TfjsTensor = engine().runKernel('Complex', { real: b as TfjsTensor, imag: add(b, b) as TfjsTensor });
  expect([...readSync(pair)]).toEqual([1, 2, 2, 4]);
  expect(memory().tensors).toBe(before + 2);
  lean.close();
  whole.close();
});
