import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { type Batch, type BatchSource, createRandom } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { createEvaluator } from '../evaluation/evaluator.js';
import { adam } from '../optimizers/adam.js';
import { constant } from '../schedules/schedule.js';
import { collect, parametersOf, stored } from '../test/run.js';
import { tinyModel } from '../test/tiny-model.js';
import { tinyRecurrent } from '../test/tiny-recurrent.js';
import type { ResumeFrom, TrainOptions } from './options.js';
import { train } from './train.js';

const backend = useTfjsCpu();

const ROWS = 16;
const BLOCK = 3;

/** Rows of 3 3 k 2 2 k with a new k of 0 or 1 in each six: a period is two blocks, and what the second ends with stands in the first. */
function periods(count: number): Int32Array[] {
  const random = createRandom('philox', 4);
  return Array.from({ length: ROWS }, () =>
    Int32Array.from([...random.integers(count, 0, 2)].flatMap((key) => [3, 3, key, 2, 2, key]).concat(3)),
  );
}

/** Blocks of all rows, again and again. @param says whether batches say that they go on */
function blocks(rows: readonly Int32Array[], length: number, says: boolean): BatchSource {
  const count = ((rows[0]?.length ?? 0) - 1) / length;
  let next = 0;
  return {
    next(): Batch {
      const start = (next % count) * length;
      const part = (shift: number) => ({
        values: Int32Array.from(rows.flatMap((row) => [...row.subarray(start + shift, start + shift + length)])),
        shape: [rows.length, length],
      });
      next++;
      return { input: part(0), targets: part(1), ...(says ? { continues: start > 0 } : {}) };
    },
    cursor: () => ({ next }),
    seek(cursor) {
      next = Number(cursor.next);
    },
  };
}

function options(changes: Partial<TrainOptions> & Pick<TrainOptions, 'batches'>): TrainOptions {
  return { model: tinyRecurrent(), backend: backend(), optimizer: adam(), schedule: constant(0.01), steps: 250, ...changes };
}

/** The loss over the first batches of a source. */
async function lossOf(model: TrainOptions['model'], source: BatchSource, batches: number): Promise<number> {
  const evaluator = createEvaluator(model, backend());
  const measured = await evaluator.measure(Array.from({ length: batches }, () => source.next()));
  evaluator.dispose();
  return measured?.loss ?? Number.NaN;
}

describe('a state that is carried from block to block', () => {
  it('makes blocks worth as much as the whole text at once', async () => {
    const model = tinyRecurrent();
    const rows = periods(4);
    const whole = await lossOf(model, blocks(rows, 24, true), 1);
    expect(await lossOf(model, blocks(rows, BLOCK, true), 8)).toBeCloseTo(whole, 6);
    expect(await lossOf(model, blocks(rows, BLOCK, false), 8)).not.toBeCloseTo(whole, 4);
    model.dispose();
  });

  it('begins anew where the text does', async () => {
    const model = tinyRecurrent();
    const rows = periods(4);
    const once = await lossOf(model, blocks(rows, BLOCK, true), 8);
    expect(await lossOf(model, blocks(rows, BLOCK, true), 24)).toBeCloseTo(once, 6);
    model.dispose();
  });

  it('is measured on splits that are read in different numbers of rows', async () => {
    const model = tinyRecurrent();
    const all = periods(4);
    const few = all.slice(0, 5);
    const first = (rows: readonly Int32Array[]): Batch[] => {
      const source = blocks(rows, BLOCK, true);
      return Array.from({ length: 8 }, () => source.next());
    };
    const evaluator = createEvaluator(model, backend());
    const apart = [await lossOf(model, blocks(all, BLOCK, true), 8), await lossOf(model, blocks(few, BLOCK, true), 8)];
    const together = [await evaluator.measure(first(all)), await evaluator.measure(first(few))];
    expect(together.map((measured) => measured?.loss)).toEqual(apart);
    evaluator.dispose();
    model.dispose();
  });

  it('learns what reaches further than a block, which cannot be learnt without', async () => {
    const rows = periods(40);
    const losses: number[] = [];
    for (const says of [true, false]) {
      const run = options({ batches: blocks(rows, BLOCK, says) });
      await collect(train(run));
      losses.push(await lossOf(run.model, blocks(rows, BLOCK, says), 80));
      run.model.dispose();
    }
    // Of six tokens one has to be guessed, and one more where the key is forgotten.
    const guess = Math.LN2 / 6;
    expect(losses[0]).toBeLessThan(1.5 * guess);
    expect(losses[1]).toBeGreaterThan(1.95 * guess);
  });

  it('is part of a checkpoint: a run that is resumed in the middle of a text ends in the same numbers', async () => {
    const saved = new Map<string, ResumeFrom>();
    const started = (changes: Partial<TrainOptions>) =>
      options({
        batches: blocks(periods(4), BLOCK, true),
        steps: 13,
        checkpoint: {
          every: 5,
          async save(kind, snapshot) {
            saved.set(`${kind}-${snapshot.state.step}`, stored(snapshot));
            return kind;
          },
        },
        ...changes,
      });
    const first = started({});
    await collect(train({ ...first, steps: 5 }));
    await collect(train({ ...first, resume: saved.get('last-5') ?? expect.fail('nothing was saved') }));
    const straight = started({});
    await collect(train(straight));
    expect(parametersOf(first.model)).toEqual(parametersOf(straight.model));
    expect(saved.get('step-5')?.tensors.get('carried.0')?.shape).toEqual([ROWS, 12]);
  });

  it('is refused by a model that remembers nothing', async () => {
    const run = options({ batches: blocks(periods(4), BLOCK, true), model: tinyModel() });
    await expect(collect(train(run))).rejects.toThrow(/remembers nothing.*recurrent/);
  });
});
