import { type CaseResult, operationCases, runCase } from '@prattle/ops/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import backendWebGpu from '../index.js';

/** Largest difference between the forms, as a share of the largest value: they add up in another order. */
const TOLERANCE = 1e-5;

/** Some of each kind of kernel that sums up rows, in three forms; with PRATTLE_TEST_LONG=1 every case there is. */
const rows = [
  /^linear \w+ [\w-]+ \(one (row|output)\)/,
  /^(layer|rms)Norm \(wide\)/,
  /^batchNorm unbiased \(many rows\)/,
  /^crossEntropy \(many rows/,
];

/** And of those that have two. */
const others = [
  /^linear gelu out-in \(larger than a tile\)/,
  /^attention \((longer than a block|dropout and lengths|dropout, full|causal with lengths)/,
  /^attentionPacked \(grouped/,
  /^rnnScan.*one position/,
  /^(gru|lstm)Scan.*ragged panels/,
];

const all = operationCases(3);
const matching = (patterns: readonly RegExp[]) =>
  process.env.PRATTLE_TEST_LONG === '1' ? all : all.filter(({ name }) => patterns.some((pattern) => pattern.test(name)));

const [plugin] = backendWebGpu().backends ?? [];
const probe = await plugin?.probe();

/** Results by the cases' names. */
async function runAll(cases: typeof all, kernels: 'group' | 'item' | 'subgroup'): Promise<Map<string, CaseResult>> {
  const backend = await plugin?.open({ kernels } as object);
  const results = new Map<string, CaseResult>();
  for (const operationCase of cases) results.set(operationCase.name, await runCase(operationCase));
  backend?.close();
  return results;
}

/** Why kernels cannot be run in this form. */
async function reasonAgainst(kernels: 'group' | 'subgroup'): Promise<string | undefined> {
  if (!probe?.available) return `not available here: ${probe?.reason}`;
  const opened = await plugin?.open({ kernels } as object).catch((error: Error) => error);
  if (opened instanceof Error) return opened.message;
  opened?.close();
  return undefined;
}

let alone: Map<string, CaseResult>;
beforeAll(async () => {
  if (probe?.available) alone = await runAll(matching([...rows, ...others]), 'item');
}, 600_000);

describe.each([
  { kernels: 'group', how: 'with workgroup memory', cases: matching([...rows, ...others]) },
  { kernels: 'subgroup', how: 'with subgroups', cases: matching(rows) },
] as const)('$how, kernels compute what they compute without', ({ kernels, cases }) => {
  let reason: string | undefined;
  let together: Map<string, CaseResult>;
  beforeAll(async () => {
    reason = await reasonAgainst(kernels);
    if (reason === undefined) together = await runAll(cases, kernels);
  }, 600_000);

  it.for(cases.map(({ name }) => [name] as const))('%s', ([name], context) => {
    if (reason !== undefined) context.skip(reason);
    const [expected, actual] = [alone.get(name), together.get(name)];
    expect(actual).toBeDefined();
    expectClose(actual?.output, expected?.output);
    for (const [name, gradient] of Object.entries(expected?.gradients ?? {})) expectClose(actual?.gradients[name], gradient);
  });
});

function expectClose(actual: ArrayLike<number> | null | undefined, expected: ArrayLike<number> | null | undefined): void {
  expect(actual?.length).toBe(expected?.length);
  if (!expected) return;
  let [largest, difference] = [1e-2, 0];
  // One by one: some are too long to be spread as arguments. A NaN stays one, and is no small difference.
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i] ?? Number.NaN;
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(value - (actual?.[i] ?? Number.NaN)));
  }
  expect(difference / largest).toBeLessThan(TOLERANCE);
}
