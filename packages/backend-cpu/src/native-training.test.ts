import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';
import type { Backend, TensorRecord } from '@prattle/core';
import { dispose, memory, readSync, tensor, tidy, writeInto } from '@prattle/ops';
import { expect, type TestContext, test } from 'vitest';
import { type Gpt, type GptShape, makeGpt } from './test/gpt.js';
import { openNative, requireAddon } from './test/native-backend.js';

type Tensor = ReturnType<typeof tensor>;

/** Widths that fill no vector, and rows that fill no tile. */
const odd: GptShape = { batch: 3, context: 13, width: 36, layers: 2, heads: 3, vocabulary: 27, dropout: 0.1 };

const number = (outputs: TensorRecord, name: string) => readSync(outputs[name] as Tensor)[0] ?? Number.NaN;
const bits = (gpt: Gpt) => gpt.parameters.map((parameter) => Buffer.from(readSync(parameter).buffer).toString('base64'));

/** Trains some steps, recorded; gives every loss and norm, and the parameters at the end, bit by bit. */
function train(backend: Backend, steps: number, between: () => void = () => {}) {
  const gpt = makeGpt(odd);
  const step = backend.compile(gpt.step);
  const series: number[][] = [];
  for (let t = 1; t <= steps; t++) {
    const outputs = step.run(gpt.inputs(t));
    series.push([number(outputs, 'loss'), number(outputs, 'norm')]);
    between();
  }
  expect(step).toMatchObject({ reason: undefined, replayed: true });
  step.dispose();
  return { series, parameters: bits(gpt) };
}

/** The same, as the step is written. */
function trainEagerly(steps: number) {
  const gpt = makeGpt(odd);
  const series: number[][] = [];
  for (let t = 1; t <= steps; t++) {
    tidy(() => {
      const inputs = Object.fromEntries(Object.entries(gpt.inputs(t)).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
      const outputs = gpt.step(inputs);
      series.push([number(outputs, 'loss'), number(outputs, 'norm')]);
    });
  }
  return { series, parameters: bits(gpt) };
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

test('training lowers the loss', async (context) => {
  const backend = await openNative(context);
  const gpt = makeGpt({ ...odd, dropout: 0 });
  const step = backend.compile(gpt.step);
  const losses = Array.from({ length: 60 }, () => number(step.run(gpt.inputs(1)), 'loss'));
  expect(losses[0]).toBeGreaterThan(Math.log(27) - 0.7);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) - 0.7);
});

test('300 steps, replayed and as written, are equal bit by bit, whatever the garbage collector and others do', async (context) => {
  const backend = await openNative(context);
  const expected = trainEagerly(300);
  const collect = collector();
  const others: Tensor[] = [];
  let turn = 0;
  const churn = () => {
    others.push(tensor(new Float32Array(1 + ((turn * 37) % 3000)).fill(turn), [1 + ((turn * 37) % 3000)]));
    if (others.length > 20) dispose(others.shift());
    if (turn++ % 10 === 0) collect();
  };
  expect(train(backend, 300, churn)).toEqual(expected);
  dispose(others);
});

test('the number of threads makes no difference, bit by bit', async (context) => {
  const results = [];
  for (const threads of [1, 2, 3]) {
    const backend = await openNative(context, { threads });
    results.push(train(backend, 10));
    backend.close();
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('threads can be changed under a recorded step', async (context) => {
  const first = await openNative(context, { threads: 1 });
  const expected = train(first, 6);
  const gpt = makeGpt(odd);
  const step = first.compile(gpt.step);
  const series: number[][] = [];
  for (let t = 1; t <= 6; t++) {
    if (t === 4) await openNative(context, { threads: 2 });
    const outputs = step.run(gpt.inputs(t));
    series.push([number(outputs, 'loss'), number(outputs, 'norm')]);
  }
  expect(step.replayed).toBe(true);
  expect({ series, parameters: bits(gpt) }).toEqual(expected);
});

test('every instruction set learns the same, within rounding', async (context) => {
  const results: number[][][] = [];
  for (const instructionSet of requireAddon(context).instructionSets) {
    const backend = await openNative(context, { instructionSet });
    expect(backend.details.instructionSet).toBe(instructionSet);
    results.push(train(backend, 10).series);
    backend.close();
  }
  for (const series of results) {
    for (const [i, [loss = 0]] of series.entries()) expect(loss).toBeCloseTo(results[0]?.[i]?.[0] ?? 0, 3);
  }
});

async function expectFlat(context: TestContext, run: (backend: Backend) => () => void, steps: number): Promise<void> {
  const backend = await openNative(context);
  const step = run(backend);
  for (let i = 0; i < 5; i++) step();
  const before = { ...backend.memory(), tensors: memory().tensors };
  for (let i = 0; i < steps; i++) step();
  expect({ ...backend.memory(), tensors: memory().tensors }).toEqual(before);
}

test('memory is flat over many replayed steps', (context) =>
  expectFlat(
    context,
    (backend) => {
      const gpt = makeGpt(odd);
      const step = backend.compile(gpt.step);
      return () => void step.run(gpt.inputs(1));
    },
    1000,
  ));

test('memory is flat over many steps as written', (context) =>
  expectFlat(
    context,
    () => {
      const gpt = makeGpt(odd);
      const inputs = Object.fromEntries(Object.entries(gpt.inputs(1)).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
      return () => tidy(() => void gpt.step(inputs));
    },
    300,
  ));

test('a checkpoint written into the parameters is what replays go on from', async (context) => {
  const backend = await openNative(context);
  const gpt = makeGpt({ ...odd, dropout: 0 });
  const step = backend.compile(gpt.step);
  const start = gpt.parameters.map((parameter) => readSync(parameter));
  const first = number(step.run(gpt.inputs(1)), 'loss');
  step.run(gpt.inputs(2));
  for (const [i, parameter] of gpt.parameters.entries()) writeInto(parameter, start[i] ?? []);
  expect(number(step.run(gpt.inputs(1)), 'loss')).toBe(first);
  expect(step.replayed).toBe(true);
});

test('a profile says where the time of a step went', async (context) => {
  const backend = await openNative(context);
  const gpt = makeGpt(odd);
  const step = backend.compile(gpt.step);
  step.run(gpt.inputs(1));
  const profile = backend.profile?.(() => void step.run(gpt.inputs(2)));
  const products = profile?.operations.find(({ name }) => name === 'gemm');
  expect(products?.calls).toBe(27);
  expect(products?.gflops).toBeGreaterThan(0);
  expect(profile?.operations.map(({ name }) => name)).toContain('adamStep');
  expect(profile?.peakGflops).toBeGreaterThan(1);
});

test('all of this runs in a worker thread', () => {
  expect(isMainThread).toBe(false);
});
