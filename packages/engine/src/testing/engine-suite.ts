import type { Backend } from '@prattle/core';
import { dispose, memory, readSync, tensor, tidy, writeInto } from '@prattle/ops';
import { expect, test } from 'vitest';
import { activationGradientChecks } from './activation-gradient-checks.js';
import { makeGpt } from './gpt.js';
import type { OpenEngine } from './open-engine.js';
import { bits, collector, number, odd, train, trainEagerly } from './train.js';

export interface EngineSuiteOptions {
  /** Steps instead of hundreds are enough: for an engine that is emulated. Default: false. */
  readonly fewSteps?: boolean;
}

/**
 * What every engine has to show under a test file that calls this: steps learn, replays and threads change no bit, memory
 * stays flat.
 *
 * @param openEngine opens the backend for one test, at the end of which it is closed; it skips the test where there is no engine
 */
export function engineSuite(openEngine: OpenEngine, { fewSteps = false }: EngineSuiteOptions = {}): void {
  const many = (steps: number, few: number) => (fewSteps ? few : steps);

  test('training lowers the loss', async (context) => {
    const backend = await openEngine(context);
    const gpt = makeGpt({ ...odd, dropout: 0 });
    const step = backend.compile(gpt.step);
    const losses = Array.from({ length: many(60, 15) }, () => number(step.run(gpt.inputs(1)), 'loss'));
    expect(losses[0]).toBeGreaterThan(Math.log(27) - 0.7);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) - many(0.7, 0.1));
  });

  test(`${many(300, 10)} steps, replayed and as written, are equal bit by bit, whatever the garbage collector and others do`, async (context) => {
    const backend = await openEngine(context);
    const expected = trainEagerly(many(300, 10));
    const collect = collector();
    const others: ReturnType<typeof tensor>[] = [];
    let turn = 0;
    const churn = () => {
      others.push(tensor(new Float32Array(1 + ((turn * 37) % 3000)).fill(turn), [1 + ((turn * 37) % 3000)]));
      if (others.length > 20) dispose(others.shift());
      if (turn++ % 10 === 0) collect();
    };
    expect(train(backend, many(300, 10), churn)).toEqual(expected);
    dispose(others);
  });

  test('the number of threads makes no difference, bit by bit', async (context) => {
    const results = [];
    for (const threads of [1, 2, 3]) {
      const backend = await openEngine(context, { threads });
      results.push(train(backend, many(10, 3)));
      backend.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  test('threads can be changed under a recorded step', async (context) => {
    const first = await openEngine(context, { threads: 1 });
    const expected = train(first, 6);
    const gpt = makeGpt(odd);
    const step = first.compile(gpt.step);
    const series: number[][] = [];
    for (let t = 1; t <= 6; t++) {
      if (t === 4) await openEngine(context, { threads: 2 });
      const outputs = step.run(gpt.inputs(t));
      series.push([number(outputs, 'loss'), number(outputs, 'norm')]);
    }
    expect(step.replayed).toBe(true);
    expect({ series, parameters: bits(gpt) }).toEqual(expected);
  });

  test('memory is flat over many replayed steps', async (context) =>
    expectFlat(
      await openEngine(context),
      (backend) => {
        const gpt = makeGpt(odd);
        const step = backend.compile(gpt.step);
        return () => void step.run(gpt.inputs(1));
      },
      many(1000, 10),
    ));

  test('memory is flat over many steps as written', async (context) =>
    expectFlat(
      await openEngine(context),
      () => {
        const gpt = makeGpt(odd);
        const inputs = Object.fromEntries(Object.entries(gpt.inputs(1)).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
        return () => tidy(() => void gpt.step(inputs));
      },
      many(300, 5),
    ));

  test('a checkpoint written into the parameters is what replays go on from', async (context) => {
    const backend = await openEngine(context);
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
    const backend = await openEngine(context);
    const gpt = makeGpt(odd);
    const step = backend.compile(gpt.step);
    step.run(gpt.inputs(1));
    const profile = backend.profile?.(() => void step.run(gpt.inputs(2)));
    const products = profile?.operations.find(({ name }) => name === 'gemm');
    expect(products?.calls).toBe(27);
    expect(products?.gflops).toBeGreaterThan(0);
    expect(profile?.operations.map(({ name }) => name)).toContain('adamStep');
    expect(profile?.peakGflops).toBeGreaterThan(many(1, 0));
  });

  activationGradientChecks(openEngine);
}

async function expectFlat(backend: Backend, run: (backend: Backend) => () => void, steps: number): Promise<void> {
  const step = run(backend);
  for (let i = 0; i < 5; i++) step();
  const before = { ...backend.memory(), tensors: memory().tensors };
  for (let i = 0; i < steps; i++) step();
  expect({ ...backend.memory(), tensors: memory().tensors }).toEqual(before);
}
