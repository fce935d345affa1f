import { type Batch, createRandom, DatasetError, type DatasetPlugin, type PreparedDataset, type SplitName } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { exampleChecks } from './example-checks.js';
import { type DatasetSuiteOptions, prepareWith, SPLITS } from './prepare.js';
import { countedTargets, rowsOf, wordOf, written } from './rows.js';

/**
 * Tests a dataset: shapes, batches that repeat with the seed, cursors that go on exactly where they were taken,
 * splits that share no position, and a sweep that meets every position once; of data with examples and answers also that
 * its encoder does what the dataset does, also after a checkpoint.
 *
 * @example
 * datasetSuite(words, { storage, paths: ['names.txt'], tokenizer: character });
 */
export function datasetSuite(plugin: DatasetPlugin, options: DatasetSuiteOptions): void {
  describe(`dataset ${plugin.name}`, () => {
    const bySeed = new Map<number, ReturnType<typeof prepareWith>>();
    const prepare = (seed = 1) => {
      const prepared = bySeed.get(seed) ?? prepareWith(plugin, options, seed);
      bySeed.set(seed, prepared);
      return prepared;
    };

    it('describes itself', async () => {
      const { dataset, tokenizer, splits, context } = await prepare();
      expect(dataset.kind).toBe(plugin.kind);
      expect(dataset.describe(context)).toMatchObject({ vocabularySize: tokenizer?.vocabularySize ?? 0, contextLength: context });
      expect(dataset.hash).toMatch(/^[0-9a-f]{64}$/);
      expect((await prepare(2)).dataset.hash).toBe(dataset.hash);
      expect(splits).toContain('train');
      for (const split of splits) expect(dataset.sizes[split], split).toBeGreaterThan(0);
    });

    it('gives batches of one shape, with targets that fit the task', async () => {
      const { dataset, splits, context } = await prepare();
      for (const split of splits) {
        for (const batch of [1, 3]) {
          const source = dataset.batches(split, { batch, context, random: createRandom('philox', 1) });
          for (let step = 0; step < 5; step++) {
            const next = source.next();
            expectBatch(next, dataset, context, dataset.encoder ? Math.min(batch, dataset.sizes[split] ?? 0) : batch);
          }
        }
      }
    });

    it('draws the same batches from the same seed, others from another', async () => {
      const { dataset, context } = await prepare();
      const draw = (seed: number) => {
        const source = dataset.batches('train', { batch: 4, context, random: createRandom('philox', seed) });
        return Array.from({ length: 5 }, () => source.next());
      };
      expect(draw(1)).toEqual(draw(1));
      // Where a batch is all there is, there is nothing to draw.
      if ((dataset.sizes.train ?? 0) > 4) expect(draw(1)).not.toEqual(draw(2));
    });

    it.each(['philox', 'torch'] as const)('goes on exactly from a cursor (%s)', async (generator) => {
      const { dataset, splits, context } = await prepare();
      for (const split of splits) {
        const open = (seed: number) => dataset.batches(split, { batch: 2, context, random: createRandom(generator, seed) });
        const source = open(1);
        for (let step = 0; step < 3; step++) source.next();
        const cursor = JSON.parse(JSON.stringify(source.cursor()));
        const following = [source.next(), source.next()];
        const resumed = open(2);
        resumed.seek(cursor);
        expect([resumed.next(), resumed.next()]).toEqual(following);
        source.seek(cursor);
        expect([source.next(), source.next()]).toEqual(following);
      }
    });

    it('refuses a cursor that is not its own', async () => {
      const { dataset, context } = await prepare();
      const source = dataset.batches('train', { batch: 2, context, random: createRandom('philox', 1) });
      expect(() => source.seek({})).toThrow(DatasetError);
      expect(() => source.seek({ random: createRandom('torch', 1).state() })).toThrow(DatasetError);
    });

    it('sweeps over every position of a split once, whatever the size of the batches', async () => {
      const { dataset, splits, context } = await prepare();
      for (const split of splits) {
        const rows = [...dataset.sweep(split, { batch: 1, context })].flatMap(rowsOf);
        const inFives = [...dataset.sweep(split, { batch: 5, context })];
        expect(inFives.flatMap(rowsOf).map(written)).toEqual(rows.map(written));
        expect(inFives.slice(0, -1).every((batch) => batch.input.shape[0] === 5)).toBe(true);
        const size = dataset.sizes[split] ?? 0;
        if (dataset.unit === 'tokens') expect(rows.flatMap(countedTargets)).toHaveLength(size - 1);
        else expect(rows).toHaveLength(size);
      }
    });

    it('cuts the data into splits that together hold everything once, whatever the seed', async () => {
      const everything = async (seed: number) => {
        const { dataset, splits, context } = await prepare(seed);
        // As the data has them: what numbers are scaled by depends on the rows that are learnt from.
        if (dataset.examples) return splits.flatMap((split) => dataset.examples?.(split).map((example) => JSON.stringify(example))).sort();
        return splits.flatMap((split) => [...dataset.sweep(split, { batch: 16, context })].flatMap(rowsOf).map(written)).sort();
      };
      expect(await everything(2)).toEqual(await everything(1));
    });

    it('knows its items, where it has any', async () => {
      const { dataset, tokenizer, splits, context } = await prepare();
      if (dataset.contains === undefined || tokenizer === undefined) return expect(['tokens', 'rows']).toContain(dataset.unit);
      for (const split of splits) {
        const items = [...dataset.sweep(split, { batch: 16, context })].flatMap(rowsOf).map((row) => wordOf(row, tokenizer));
        expect(items.filter((item) => dataset.contains?.(split, item) === false)).toEqual([]);
        expect(dataset.contains(split, `${items[0]} and more \u{10ffff}`)).toBe(false);
      }
    });

    it('says so when a split does not exist', async () => {
      const { dataset, splits, context } = await prepare();
      const absent = SPLITS.filter((name) => !splits.includes(name));
      for (const split of [...absent, 'no such split' as SplitName]) {
        expect(() => dataset.batches(split, { batch: 1, context, random: createRandom('philox', 1) })).toThrow(DatasetError);
        expect(() => [...dataset.sweep(split, { batch: 1, context })]).toThrow(DatasetError);
      }
    });

    exampleChecks(prepare, options.loadEncoder ?? plugin.loadEncoder);
  });
}

function expectBatch(batch: Batch, dataset: PreparedDataset, context: number, rows: number): void {
  const { vocabularySize, inputs = 0, outputs = 0 } = dataset.describe(context);
  expect(batch.input.shape).toEqual([rows, vocabularySize > 0 ? context : inputs]);
  const { values, shape } = batch.targets;
  if (dataset.task === 'next-token') {
    expect(shape).toEqual([rows, context]);
    for (const row of rowsOf(batch)) expectNextTokens(row, vocabularySize);
  } else if (dataset.task === 'classification') {
    expect(shape).toEqual([rows]);
    expect(Array.from(values).every((target) => Number.isInteger(target) && target >= 0 && target < outputs)).toBe(true);
  } else {
    expect(shape).toEqual([rows, outputs]);
    expect(Array.from(values).every(Number.isFinite)).toBe(true);
  }
}

function expectNextTokens({ input, targets }: { input: readonly number[]; targets: readonly number[] }, vocabularySize: number): void {
  expect(input.every((id) => id >= 0 && id < vocabularySize)).toBe(true);
  expect(targets.every((id) => id >= -1 && id < vocabularySize)).toBe(true);
  expect(targets.some((id) => id !== -1)).toBe(true);
  targets.slice(0, -1).forEach((target, index) => {
    if (target !== -1) expect(input[index + 1]).toBe(target);
  });
}
