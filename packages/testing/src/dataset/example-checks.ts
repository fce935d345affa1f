import { DatasetError, type DatasetPlugin } from '@prattle/core';
import { expect, it } from 'vitest';
import type { Prepared } from './prepare.js';
import { rowsOf } from './rows.js';

const FEW = 5;

/** Of data with examples and answers: the encoder is what the dataset's rows are made by, and it survives being saved. */
export function exampleChecks(prepare: () => Promise<Prepared>, loadEncoder: DatasetPlugin['loadEncoder']): void {
  it('encodes an example as it stands in a batch, also after being saved', async () => {
    const { dataset, tokenizer, splits, context } = await prepare();
    const { encoder } = dataset;
    if (encoder === undefined) return expect(dataset.task).toBe('next-token');
    const saved = JSON.parse(JSON.stringify(encoder.toJSON()));
    const loaded = loadEncoder?.(saved, tokenizer);
    for (const split of splits) {
      const questions = dataset.examples?.(split, FEW).map(({ input }) => input) ?? [];
      const [first] = dataset.sweep(split, { batch: FEW, context });
      expect(encoder.encode(questions, context)).toEqual(first?.input);
      expect(loaded?.encode(questions, context)).toEqual(first?.input);
    }
    expect(loaded?.toJSON()).toEqual(saved);
    expect(loaded?.targets).toEqual(encoder.targets);
  });

  it('reads the answers of a model that is always right', async () => {
    const { dataset, context } = await prepare();
    const { encoder } = dataset;
    if (encoder === undefined) return expect(dataset.examples).toBeUndefined();
    const examples = dataset.examples?.('train', FEW) ?? [];
    const [batch] = dataset.sweep('train', { batch: FEW, context });
    if (batch === undefined) throw new Error('There is nothing to learn from.');
    const { outputs = 0 } = dataset.describe(context);
    const right =
      dataset.task === 'classification'
        ? oneHot(
            rowsOf(batch).flatMap(({ targets }) => targets),
            outputs,
          )
        : batch.targets;
    const answers = encoder.decode(right);
    expect(answers).toHaveLength(examples.length);
    answers.forEach(({ values, probabilities }, index) => {
      for (const target of encoder.targets) {
        const truth = examples[index]?.truth[target];
        if (typeof truth === 'number') expect(Number(values[target])).toBeCloseTo(truth, Math.abs(truth) > 100 ? 1 : 3);
        else expect(values[target]).toBe(truth);
      }
      const total = Object.values(probabilities ?? { sure: 1 }).reduce((sum, share) => sum + share, 0);
      expect(total).toBeCloseTo(1, 6);
    });
  });

  it('refuses what is no example, and what is no encoder', async () => {
    const { dataset, tokenizer, context } = await prepare();
    if (dataset.encoder === undefined) return expect(loadEncoder).toBeUndefined();
    expect(() => dataset.encoder?.encode([17], context)).toThrow(DatasetError);
    expect(() => loadEncoder?.({ kind: dataset.kind, nothing: true }, tokenizer)).toThrow(DatasetError);
  });
}

/** Logits of someone who has no doubt. */
function oneHot(classes: readonly number[], outputs: number) {
  const values = new Float32Array(classes.length * outputs);
  classes.forEach((target, row) => {
    values[row * outputs + target] = 10;
  });
  return { values, shape: [classes.length, outputs] };
}
