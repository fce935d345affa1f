import { type CaseResult, operationCases, runCase } from '@prattle/ops/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import backendWebGpu from '../index.js';

/** Largest difference between the forms, as a share of the largest value: they add up in another order. */
const TOLERANCE = 1e-5;

/** Some of each kind of kernel that has several forms; with PRATTLE_TEST_LONG=1 every case there is. */
const chosen = [
  /^linear gelu out-in \(larger than a tile\)/,
  /^linear \w+ [\w-]+ \(one (row|output)\)/,
  /^(layer|rms)Norm \(wide\)/,
  /^batchNorm unbiased \(many rows\)/,
  /^crossEntropy \(many rows/,
  /^attention \((longer than a block|dropout|causal with lengths)/,
  /^attentionPacked \(grouped/,
  /^rnnScan.*one position/,
  /^(gru|lstm)Scan.*ragged panels/,
];
const cases = operationCases(3).filter(({ name }) => process.env.PRATTLE_TEST_LONG === '1' || chosen.some((pattern) => pattern.test(name)));

const [plugin] = backendWebGpu().backends ?? [];
const probe = await plugin?.probe();

async function runAll(kernels: 'group' | 'item' | 'subgroup'): Promise<CaseResult[]> {
  const backend = await plugin?.open({ kernels } as object);
  const results: CaseResult[] = [];
  for (const operationCase of cases) results.push(await runCase(operationCase));
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

let alone: CaseResult[];
beforeAll(async () => {
  if (probe?.available) alone = await runAll('item');
}, 600_000);

describe.each([
  { kernels: 'group', how: 'with workgroup memory' },
  { kernels: 'subgroup', how: 'with subgroups' },
] as const)('$how, kernels compute what they compute without', ({ kernels }) => {
  let reason: string | undefined;
  let together: CaseResult[];
  beforeAll(async () => {
    reason = await reasonAgainst(kernels);
    if (reason === undefined) together = await runAll(kernels);
  }, 600_000);

  it.for(cases.map(({ name }, i) => [name, i] as const))('%s', ([, i], context) => {
    if (reason !== undefined) context.skip(reason);
    const [expected, actual] = [alone[i], together[i]];
    expectClose(actual?.output, expected?.output);
    for (const [name, gradient] of Object.entries(expected?.gradients ?? {})) expectClose(actual?.gradients[name], gradient);
  });
});

function expectClose(actual: ArrayLike<number> | null | undefined, expected: ArrayLike<number> | null | undefined): void {
  expect(actual?.length).toBe(expected?.length);
  if (!expected) return;
  const largest = Math.max(1e-2, ...Array.from(expected, Math.abs));
  const difference = Math.max(0, ...Array.from(expected, (value, at) => Math.abs(value - (actual?.[at] ?? Number.NaN))));
  expect(difference / largest).toBeLessThan(TOLERANCE);
}
