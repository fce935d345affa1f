import { expect, type TestContext, test } from 'vitest';
import type { Engine } from '../../engine.js';
import { operations } from '../../operations.js';
import { differences } from './compare.js';
import { Draw } from './draw.js';
import { Problem } from './problem.js';
import { attention } from './problems/attention.js';
import { activation, combine, copyRows, dropout, fill, inPlace, truncate } from './problems/elements.js';
import { batchNorm, layerNorm, rmsNorm } from './problems/normalizations.js';
import { adamStep, sgdStep } from './problems/optimizers.js';
import { gemm } from './problems/products.js';
import { gruScan, lstmScan, rnnScan } from './problems/scans.js';
import { crossEntropy, embedding, writeRows } from './problems/tables.js';
import { runProblem } from './run-problem.js';

/** Each makes one random problem, of one command or of those that work on each other's results. */
const kinds: Readonly<Record<string, (problem: Problem) => void>> = {
  ...{ fill, inPlace, truncate, activation, dropout, copyRows, combine, gemm, layerNorm, rmsNorm, batchNorm, attention },
  ...{ embedding, writeRows, crossEntropy, rnnScan, gruScan, lstmScan, adamStep, sgdStep },
};

const PROBLEMS = process.env.PRATTLE_TEST_LONG === '1' ? 200 : 12;

/** An engine for one test, at the end of which it is closed. Skips the test, with the reason, where there is none. */
export type OpenCommands = (context: TestContext) => Engine;

export interface ComparisonOptions {
  /** The names of the problems. Default: all. */
  readonly only?: readonly string[];
  /** What results may be further off than by rounding to float32, in parts of the largest: for engines that round operands. */
  readonly rounding?: number;
}

/**
 * What every engine has to show under a test file that calls this: each command does what it does on another engine, within
 * the rounding of float32, and writes nothing else. Sizes, views and optional pointers are drawn at random, the same in every run.
 */
export function engineComparison(
  openReference: OpenCommands,
  openEngine: OpenCommands,
  { only, rounding = 0 }: ComparisonOptions = {},
): void {
  for (const [kind, make] of Object.entries(kinds)) {
    if (only && !only.includes(kind)) continue;
    test(`${kind} does what it does on the other engine`, (context) => {
      const [reference, engine] = [openReference(context), openEngine(context)];
      for (const problem of problemsOf(make)) {
        problem.tolerance += rounding;
        const found = differences(problem, runProblem(reference, problem), runProblem(engine, problem));
        expect(found, problem.describe(operations)).toEqual([]);
      }
    });
  }

  if (only) return;
  test('every command is compared', () => {
    const compared = Object.values(kinds).flatMap((make) => problemsOf(make).flatMap(({ commands }) => commands));
    expect([...new Set(compared.map(({ name }) => name))].sort()).toEqual(Object.keys(operations).sort());
  });
}

function problemsOf(make: (problem: Problem) => void): Problem[] {
  return Array.from({ length: PROBLEMS }, (_, i) => {
    const problem = new Problem(new Draw(i));
    make(problem);
    return problem;
  });
}
