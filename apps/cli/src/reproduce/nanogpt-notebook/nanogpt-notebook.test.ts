import { fileURLToPath } from 'node:url';
import type { EvalEvent } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openRegistry } from '../../registry.js';
import { comparisonsIn, holds } from '../comparison.js';
import { conclusionTable } from './conclusion.js';
import { experiment } from './index.js';
import { type RecordedRun, runs } from './recorded.js';
import { allowedAt, compareRun, type TransformerResult } from './transformer.js';

const evaluation = (step: number, train: number, validation: number): EvalEvent => ({
  type: 'eval',
  step,
  losses: { train, validation },
  best: true,
});

function resultOf(name: string, recorded: RecordedRun | undefined, evaluations: readonly EvalEvent[], steps: number): TransformerResult {
  if (!recorded) throw new Error(`Nothing is recorded for ${name}`);
  return { name, recorded, evaluations, steps, complete: steps === recorded.iterations - 1, seconds: 90, device: 'a machine', sample: '' };
}

describe('comparing with the notebook', () => {
  it('lets rounding grow as it grows between builds of PyTorch', () => {
    expect([0, 100, 200, 300, 400, 4999].map(allowedAt)).toEqual([0, 1e-4, 3e-4, 1e-3, 0.02, 0.02]);
  });

  it('compares the steps that were recorded and no others', () => {
    const evaluations = [evaluation(0, 4.41163, 4.4022), evaluation(100, 2.657, 2.667), evaluation(5000, 1, 1)];
    const comparisons = comparisonsIn([compareRun(resultOf('baseline', runs.baseline, evaluations, 5000))]);
    expect(comparisons.map((comparison) => [comparison.what, holds(comparison)])).toEqual([
      ['step 0, train', true],
      ['step 0, validation', true],
      ['step 100, train', false],
      ['step 100, validation', true],
    ]);
  });

  it('compares the end of a run that went as far as the recorded one', () => {
    const comparisons = comparisonsIn([compareRun(resultOf('baseline', runs.baseline, [evaluation(4999, 1.67, 1.85)], 4999))]);
    expect(comparisons.map(({ recorded }) => recorded)).toEqual([1.6647, 1.8235]);
    expect(comparisons.map(holds)).toEqual([true, false]);
  });
});

describe('the conclusion', () => {
  it('shows the validation loss against the baseline, ours and theirs', () => {
    const [table] = conclusionTable([
      resultOf('baseline', runs.baseline, [evaluation(4999, 1.6, 2)], 4999),
      resultOf('case3', runs.case3, [evaluation(4999, 1.6, 1.9)], 4999),
    ]);
    const rows = table?.type === 'table' ? table.rows : [];
    expect(rows[0]?.slice(-2)).toEqual(['–', '–']);
    expect(rows[1]?.slice(-2)).toEqual(['−5.00 %', '+1.14 %']);
    expect(rows[1]?.slice(2, 4)).toEqual(['1m 30s', '8m 33s']);
  });
});

/** Where a workspace may have the data; not part of the repository. */
const beside = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the notebook's first model", () => {
  it('has its batch and its loss', async (context) => {
    const storage = fileStorage();
    const folder = process.env.PRATTLE_DATA_DIR ?? beside;
    if (!(await storage.exists(`${folder}/tinyshakespeare/input.txt`))) context.skip(`tinyshakespeare is not in ${folder}`);
    vi.stubEnv('PRATTLE_DATA_DIR', folder);
    const { blocks } = await experiment.run(['bigram'], {
      registry: await openRegistry(),
      storage,
      backend: { name: 'auto' },
      signal: new AbortController().signal,
    });
    const comparisons = comparisonsIn(blocks);
    expect(comparisons).toHaveLength(2);
    expect(comparisons.filter((comparison) => !holds(comparison))).toEqual([]);
  });
});
