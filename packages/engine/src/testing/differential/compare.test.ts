import { expect, test } from 'vitest';
import { MockEngine } from '../../test/mock-engine.js';
import { differences } from './compare.js';
import { Draw } from './draw.js';
import { type Area, MARGIN, Problem, UNTOUCHED } from './problem.js';
import { runProblem } from './run-problem.js';

/** A problem with one result of three numbers, and what `change` makes of the memory that holds 1, 2 and 3. */
function compared(change: (memory: Float32Array, area: Area) => void, internal = false): string[] {
  const problem = new Problem(new Draw(1));
  const area = problem.output('y', 3, internal);
  const memory = () => {
    const values = new Float32Array(area.offset + 3 + MARGIN).fill(UNTOUCHED);
    values.set([1, 2, 3], area.offset);
    return values;
  };
  const changed = memory();
  change(changed, area);
  return differences(problem, new Map([[area, memory()]]), new Map([[area, changed]]));
}

test('finds results that are too far off, missing, no number, or beside the tensor', () => {
  expect(compared(() => {})).toEqual([]);
  expect(compared((memory, { offset }) => memory.set([3.000001], offset + 2))).toEqual([]);
  expect(compared((memory, { offset }) => memory.set([3.5], offset + 2))).toEqual([expect.stringMatching(/^y\[2\] is 3\.5/)]);
  expect(compared((memory, { offset }) => memory.set([UNTOUCHED], offset))).toEqual([expect.stringMatching(/^y\[0\] is -123456, not 1 /)]);
  expect(compared((memory, { offset }) => memory.set([Number.NaN], offset))).toEqual([expect.stringMatching(/^y\[0\] is NaN/)]);
  expect(compared((memory, { offset }) => memory.set([0], offset + 3))).toEqual([expect.stringMatching(/^y\[3\] is 0, not left alone/)]);
  expect(compared((memory, { offset }) => memory.set([0], offset - 1))).toEqual([expect.stringMatching(/^y\[-1\] is 0, not left alone/)]);
});

test('what an engine keeps for itself may be anything, what lies around it may not', () => {
  expect(compared((memory, { offset }) => memory.set([7], offset), true)).toEqual([]);
  expect(compared((memory, { offset }) => memory.set([7], offset + 3), true)).toHaveLength(1);
});

test('a problem runs on its own memory, and leaves none behind', () => {
  const engine = new MockEngine();
  const problem = new Problem(new Draw(3));
  const y = problem.output('y', 5);
  problem.run('fill', { y, size: 5, value: 2 });
  const memory = runProblem(engine, problem).get(y);
  expect(memory?.subarray(y.offset - 1, y.offset + 6)).toEqual(Float32Array.of(UNTOUCHED, 2, 2, 2, 2, 2, UNTOUCHED));
  expect(engine.released).toHaveLength(1);
});
