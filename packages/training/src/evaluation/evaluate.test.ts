import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Batch, Model } from '@prattle/core';
import { memory, readSync, tensor } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { tinyModel } from '../test/tiny-model.js';
import { evaluate } from './evaluate.js';

const backend = useTfjsCpu();

/** Four items of one or two targets, in batches of different size; -1 does not count. */
const BATCHES: Batch[] = [
  {
    input: { values: Int32Array.of(0, 1, 2, 3, 4, 0), shape: [3, 2] },
    targets: { values: Int32Array.of(1, 2, 3, -1, 0, 1), shape: [3, 2] },
  },
  { input: { values: Int32Array.of(3, 3), shape: [1, 2] }, targets: { values: Int32Array.of(4, -1), shape: [1, 2] } },
  { input: { values: Int32Array.of(3, 3), shape: [1, 2] }, targets: { values: Int32Array.of(-1, -1), shape: [1, 2] } },
];

/** What has to come out, from the logits alone. */
function expected(model: Model): { loss: number; accuracy: number; targets: number } {
  let loss = 0;
  let right = 0;
  let targets = 0;
  for (const batch of BATCHES) {
    for (const [index, target] of batch.targets.values.entries()) {
      if (target < 0) continue;
      const { logits } = model.forward(tensor([batch.input.values[index] ?? 0], [1, 1], 'int32'));
      if (!logits) throw new Error('The tiny model has logits.');
      const row = [...readSync(logits)];
      loss += Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[target] ?? 0);
      if (row.indexOf(Math.max(...row)) === target) right++;
      targets++;
    }
  }
  return { loss: loss / targets, accuracy: right / targets, targets };
}

describe('evaluate', () => {
  it('measures loss, perplexity, bits and accuracy over the targets that count', async () => {
    const model = tinyModel();
    const { loss, accuracy, targets } = expected(model);
    const result = await evaluate({ model, backend: backend(), batches: BATCHES });
    expect(result?.targets).toBe(targets);
    expect(result?.loss).toBeCloseTo(loss, 6);
    expect(result?.accuracy).toBeCloseTo(accuracy, 12);
    expect(result?.perplexity).toBeCloseTo(Math.exp(loss), 5);
    expect(result?.bitsPerToken).toBeCloseTo(loss / Math.LN2, 6);
  });

  it('counts every right answer of a model that is always right', async () => {
    const model = tinyModel({ vocabularySize: 2 });
    const sure = {
      ...model,
      forward: (...args: Parameters<Model['forward']>) => ({ ...model.forward(...args), logits: tensor([0, 9, 9, 0], [1, 2, 2]) }),
    };
    const batches = [{ input: { values: Int32Array.of(0, 1), shape: [1, 2] }, targets: { values: Int32Array.of(1, 0), shape: [1, 2] } }];
    expect((await evaluate({ model: sure, backend: backend(), batches }))?.accuracy).toBe(1);
  });

  it('stops when it is told to, and refuses to measure nothing', async () => {
    const model = tinyModel();
    expect(await evaluate({ model, backend: backend(), batches: BATCHES, cancelled: () => true })).toBeUndefined();
    await expect(evaluate({ model, backend: backend(), batches: BATCHES.slice(2) })).rejects.toThrow(/holds no target/);
    await expect(evaluate({ model, backend: backend(), batches: [] })).rejects.toThrow(/holds no target/);
  });

  it('leaves no tensor behind', async () => {
    const model = tinyModel();
    const before = memory().tensors;
    await evaluate({ model, backend: backend(), batches: BATCHES });
    expect(memory().tensors).toBe(before);
  });
});
