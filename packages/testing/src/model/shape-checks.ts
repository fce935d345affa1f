import type { ModelPlugin } from '@prattle/core';
import { readSync, tidy } from '@prattle/ops';
import { expect, it } from 'vitest';
import { type CaseShape, type ModelCase, upload } from './cases.js';
import { hostLoss } from './loss.js';
import { overfit } from './overfit.js';
import type { MakeCase } from './suite.js';

const shapes: readonly CaseShape[] = [
  { batch: 1, time: 1 },
  { batch: 1, time: 7 },
  { batch: 3, time: 1 },
  { batch: 2, time: 5 },
];

/** What `forward` returns for batches and lengths down to 1. */
export function shapeChecks(plugin: ModelPlugin, make: MakeCase): void {
  it.each(shapes)('forward, batch $batch, length $time', (shape) => {
    const one = make(shape.batch * 10 + shape.time, shape);
    const model = one.build();
    tidy(() => {
      const result = model.forward(upload(one.batch.input), { targets: upload(one.batch.targets) });
      const output = result.logits ?? result.prediction;
      expect(output?.shape).toEqual(outputShape(plugin, one, shape));
      expect(readSync(output ?? missing('output')).every(Number.isFinite)).toBe(true);
      expect(readSync(result.loss ?? missing('loss'))[0]).toBeCloseTo(hostLoss(result, one.batch.targets), 4);
    });
    model.dispose();
  });

  if (plugin.task !== 'next-token') return;

  it('leaves positions out of the loss whose target is -1', () => {
    const one = make(2);
    const targets = { ...one.batch.targets, values: one.batch.targets.values.map((target, i) => (i % 2 === 1 ? -1 : target)) };
    const model = one.build();
    tidy(() => {
      const result = model.forward(upload(one.batch.input), { targets: upload(targets) });
      expect(readSync(result.loss ?? missing('loss'))[0]).toBeCloseTo(hostLoss(result, targets), 4);
    });
    model.dispose();
  });

  it('does not look into the future', () => {
    const one = make(3);
    const { values, shape } = one.batch.input;
    const [, time = 1] = shape;
    const width = one.data.vocabularySize;
    const model = one.build();
    // Some families start from tables of equal rows, in which nothing could be seen.
    overfit(model, one, 0, { steps: 3 });
    const logitsOf = (tokens: typeof values) =>
      tidy(() => readSync(model.forward(upload({ values: tokens, shape })).logits ?? missing('logits')).slice(0, time * width));
    const before = logitsOf(values);
    for (let changed = 1; changed < time; changed++) {
      const tokens = values.slice();
      tokens[changed] = ((tokens[changed] ?? 0) + 1) % width;
      const after = logitsOf(tokens);
      expect(after.subarray(0, changed * width), `token ${changed} changed`).toEqual(before.subarray(0, changed * width));
      expect(after.subarray(changed * width), `token ${changed} changed`).not.toEqual(before.subarray(changed * width));
    }
    model.dispose();
  });
}

function outputShape({ task }: ModelPlugin, { data }: ModelCase, { batch, time }: CaseShape): number[] {
  if (task === 'next-token') return [batch, time, data.vocabularySize];
  return [batch, data.outputs ?? 1];
}

function missing(what: string): never {
  throw new Error(`The forward pass returned no ${what}.`);
}
