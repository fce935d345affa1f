import { type Area, type Problem, UNTOUCHED, type Values } from './problem.js';

type Results = ReadonlyMap<Area, Values>;

/** What differs by more than the problem allows, an area a line; what the reference left alone has to be as it was. */
export function differences(problem: Problem, reference: Results, results: Results): string[] {
  return problem.areas.flatMap((area) => {
    const expected = reference.get(area) ?? new Float32Array();
    const actual = results.get(area) ?? new Float32Array();
    const allowed = expected instanceof Int32Array ? 0 : problem.tolerance * Math.max(problem.floor, largest(expected));
    const isOwn = (i: number) => area.internal && i >= area.offset && i < area.offset + area.values.length;
    const at = expected.findIndex((value, i) => !isOwn(i) && !agrees(value, actual[i] ?? UNTOUCHED, allowed));
    if (at < 0) return [];
    const what = expected[at] === UNTOUCHED ? 'left alone' : `${expected[at]} (± ${allowed.toExponential(1)})`;
    return [
      `${area.name}[${at - area.offset}] is ${actual[at]}, not ${what}; the largest difference is ${farthest(expected, actual).toExponential(1)}`,
    ];
  });
}

function agrees(expected: number, actual: number, allowed: number): boolean {
  if (expected === UNTOUCHED || actual === UNTOUCHED) return expected === actual;
  // Infinities and NaN are what they are.
  return Object.is(expected, actual) || Math.abs(expected - actual) <= allowed;
}

function largest(values: Values): number {
  let most = 0;
  for (const value of values) if (value !== UNTOUCHED && Math.abs(value) > most) most = Math.abs(value);
  return most;
}

function farthest(expected: Values, actual: Values): number {
  let most = 0;
  expected.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - (actual[i] ?? 0)) || 0);
  });
  return most;
}
