import { crossEntropy, dispose, linear, readSync, tensor, valueAndGradients, variable } from '@prattle/ops';
import { engine, type TfjsTensor } from '@prattle/ops/tfjs';
import { expect, test, vi } from 'vitest';
import type { PrattleBackend } from '../backend.js';
import type { OpenEngine } from './open-engine.js';

type Tensor = ReturnType<typeof tensor>;

const wave = (size: number, scale: number) => Float32Array.from({ length: size }, (_, i) => scale * Math.sin(i * 1.7 + 0.3));
const bits = (tensors: readonly (Tensor | null)[]) => tensors.map((t) => t && Buffer.from(readSync(t).buffer).toString('hex'));

/** The derivative of an activation is computed together with the product that gives its gradient. */
export function activationGradientChecks(openEngine: OpenEngine): void {
  test('an activation’s derivative is multiplied by the product that computes dy, with the same bits as by a command', async (context) => {
    await openEngine(context);
    const inside = engine().backend as PrattleBackend;
    const x = tensor(wave(7 * 20, 1), [7, 20]);
    const targets = tensor(Int32Array.of(0, 1, 2, 3, 4, 0, 1), [7]);
    const weights = [variable(wave(37 * 20, 0.3), [37, 20]), variable(wave(37, 0.1), [37]), variable(wave(5 * 37, 0.3), [5, 37])] as const;
    for (const activation of ['relu', 'gelu', 'gelu-tanh', 'tanh'] as const) {
      const loss = () => crossEntropy(linear(linear(x, weights[0], { bias: weights[1], activation }), weights[2]), targets);
      const encode = vi.spyOn(inside.commands, 'encode');
      const commands = () => encode.mock.calls.filter(([name]) => name === 'activationGradient').length;

      const ours = valueAndGradients(loss, weights);
      expect(commands()).toBe(0);
      const stock = engine().gradients(loss as () => TfjsTensor, [...weights] as TfjsTensor[]);
      expect(commands()).toBe(1);
      expect(bits(ours.gradients)).toEqual(bits(stock.grads));
      encode.mockRestore();
      dispose(ours.gradients, stock.grads, ours.value, stock.value);
    }
  });
}
