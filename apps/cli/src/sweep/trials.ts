import { createRandom, UsageError } from '@prattle/core';

/** A setting by its flag's name, and what it may be. */
export interface Variation {
  readonly field: string;
  readonly values: Choices;
}

/** Some values, or everything between two numbers. */
export type Choices =
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'range'; readonly low: number; readonly high: number; readonly logarithmic: boolean };

/** One value for every field that varies, as the command line has it. */
export type TrialValues = Readonly<Record<string, string>>;

/**
 * `width=32,64`, `seed=1..3` (whole numbers: all of them), `lr=1e-4..1e-2` or `lr=log:1e-4..1e-2` (anything between, for
 * random search).
 *
 * @throws UsageError
 */
export function parseVariation(text: string): Variation {
  const [, field, given] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
  if (field === undefined || given === undefined) throw bad(text, 'It must be FIELD=VALUES, for instance --vary width=32,64.');
  const [, scale, low, high] = /^(log:)?([^,]+?)\.\.([^,]+)$/.exec(given) ?? [];
  if (low === undefined || high === undefined) return { field, values: { kind: 'list', items: given.split(',') } };
  const range = { low: Number(low), high: Number(high) };
  const logarithmic = scale !== undefined;
  if (!(range.low < range.high) || (logarithmic && range.low <= 0)) throw bad(text, 'A range goes from the smaller number to the larger.');
  const whole = Number.isInteger(range.low) && Number.isInteger(range.high) && !logarithmic;
  if (!whole) return { field, values: { kind: 'range', ...range, logarithmic } };
  const items = Array.from({ length: range.high - range.low + 1 }, (_, i) => String(range.low + i));
  return { field, values: { kind: 'list', items } };
}

/** Every combination, the last field changing fastest. @throws UsageError for a field that has no list of values */
export function gridTrials(variations: readonly Variation[]): TrialValues[] {
  let trials: TrialValues[] = [{}];
  for (const { field, values } of variations) {
    if (values.kind === 'range') throw bad(field, `A grid needs values: --vary ${field}=1e-3,1e-2. Or use --search random.`);
    trials = trials.flatMap((trial) => values.items.map((item) => ({ ...trial, [field]: item })));
  }
  return trials;
}

/** So many draws. The first ones stay the same when more are asked for. */
export function randomTrials(variations: readonly Variation[], count: number, seed: number): TrialValues[] {
  const random = createRandom('philox', seed);
  return Array.from({ length: count }, () =>
    Object.fromEntries(variations.map(({ field, values }) => [field, draw(values, random.uniform(1)[0] ?? 0)])),
  );
}

/** @param share uniform on [0, 1) */
function draw(values: Choices, share: number): string {
  if (values.kind === 'list') return values.items[Math.floor(share * values.items.length)] ?? '';
  const { low, high, logarithmic } = values;
  const value = logarithmic ? low * (high / low) ** share : low + share * (high - low);
  return String(Number(value.toPrecision(4)));
}

function bad(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'cli', code: 'usage', what: `"${what}" cannot be varied so`, remedy });
}
