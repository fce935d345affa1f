import type { Backend, CompiledStep, HostArray, StepFunction, Tensor } from '@prattle/core';
import {
  add,
  dispose,
  keep,
  memory,
  mul,
  read,
  readSync,
  sum,
  type TensorValues,
  tensor,
  tidy,
  variable,
  writeInto,
  writeRows,
} from '@prattle/ops';
import { describe, expect } from 'vitest';
import { expectAll, expectSameBits } from './compare.js';
import type { Exceptions } from './exceptions.js';
import { expectOnDevice } from './on-device.js';
import { stepInputs, TrainingStep } from './training-step.js';

type Inputs = Readonly<Record<string, HostArray>>;

/** Compiled steps do what the same steps do eagerly, bit for bit, and take no more memory over time. */
export function compiledStepChecks(backend: () => Backend, known: Exceptions): void {
  describe('compiled steps', () => {
    known.it('equal eager ones bit by bit, and are replayed where the backend can', async () => {
      const steps = Array.from({ length: 8 }, (_, i) => stepInputs(i));
      const compiled = await compareWithEager(backend(), steps);
      expect(compiled.replayed).toBe(backend().capabilities.replay);
      if (!compiled.replayed) expect(compiled.reason).toBeTruthy();
    });

    known.it('run on the device alone, recorded or not', async () => {
      const training = new TrainingStep();
      const compiled = backend().compile(training.run);
      await expectOnDevice(backend(), async () => {
        for (let i = 0; i < 3; i++) {
          compiled.run(stepInputs(i));
          await runEagerly(training.run, stepInputs(i));
        }
      });
      compiled.dispose();
      training.dispose();
    });

    known.it('take other shapes in between', async () => {
      await compareWithEager(
        backend(),
        [3, 3, 3, 1, 1, 1, 3, 5, 3, 1].map((batch, i) => stepInputs(i, batch)),
      );
    });

    known.it('give back tensors that can be read until the next run', async () => {
      const step = backend().compile(({ x }) => ({ double: add(x as Tensor, x as Tensor), x: x as Tensor }));
      for (let i = 0; i < 4; i++) {
        const { double, x } = step.run({ x: { values: Float32Array.of(i, 2 * i), shape: [2] } });
        expect([...(await read(double as Tensor))]).toEqual([2 * i, 4 * i]);
        expect([...(await read(x as Tensor))]).toEqual([i, 2 * i]);
      }
      step.dispose();
    });

    known.it('give readings that the next run does not change', async () => {
      const step = backend().compile(({ x }) => ({ y: add(x as Tensor, x as Tensor) }));
      const readings = [1, 2, 3, 4].map((value) => read(step.run({ x: { values: Float32Array.of(value), shape: [1] } }).y as Tensor));
      expect((await Promise.all(readings)).map(([y]) => y)).toEqual([2, 4, 6, 8]);
      step.dispose();
    });

    known.it('that look at a value while they run are never replayed', () => {
      const step = backend().compile(({ x }) => {
        const positive = (readSync(sum(x as Tensor))[0] ?? 0) > 0;
        return { y: mul(x as Tensor, positive ? 2 : -1) };
      });
      const results = [1, -1, 3, -3, 5].map((value) => {
        const { y } = step.run({ x: { values: Float32Array.of(value), shape: [1] } });
        expect(step.replayed).toBe(false);
        return readSync(y as Tensor)[0];
      });
      expect(results).toEqual([2, 1, 6, 3, 10]);
      expect(step.reason).toBeTruthy();
      step.dispose();
    });

    known.it('use the parameters’ values of the moment', async () => {
      const weight = variable([1], [1]);
      const step = backend().compile(({ x }) => ({ y: mul(x as Tensor, weight) }));
      const run = async () => (await read(step.run({ x: { values: Float32Array.of(10), shape: [1] } }).y as Tensor))[0];
      expect([await run(), await run(), await run()]).toEqual([10, 10, 10]);
      writeInto(weight, [3]);
      expect([await run(), await run()]).toEqual([30, 30]);
      step.dispose();
      weight.dispose();
    });

    known.it('write the rows of a table that an input names', async () => {
      const table = variable([0, 0, 0], [3, 1]);
      const step = backend().compile(({ rows, values }) => {
        writeRows(table, rows as Tensor, values as Tensor);
        return { y: add(table, table) };
      });
      for (const { row, value, expected } of [
        { row: 2, value: 1, expected: [0, 0, 2] },
        { row: 0, value: 2, expected: [4, 0, 2] },
        { row: 1, value: 3, expected: [4, 6, 2] },
      ]) {
        const inputs = { rows: { values: Int32Array.of(row), shape: [1] }, values: { values: Float32Array.of(value), shape: [1, 1] } };
        expect([...(await read(step.run(inputs).y as Tensor))]).toEqual(expected);
      }
      expect(step.replayed).toBe(backend().capabilities.replay);
      step.dispose();
      table.dispose();
    });

    known.it('an error in a step reaches the caller, and the next step runs', async () => {
      let broken = true;
      const step = backend().compile(({ x }) => {
        if (broken) throw new Error('as expected');
        return { y: add(x as Tensor, 1) };
      });
      const run = () => step.run({ x: { values: Float32Array.of(1), shape: [1] } });
      const before = memory().tensors;
      expect(run).toThrow('as expected');
      broken = false;
      expect((await read(run().y as Tensor))[0]).toBe(2);
      step.dispose();
      expect(memory().tensors).toBe(before);
    });

    known.it('memory stays flat over many steps, and all of it comes back', () => {
      const start = memory().tensors;
      const training = new TrainingStep();
      const step = backend().compile(training.run);
      const run = (count: number) => {
        for (let i = 0; i < count; i++) step.run(stepInputs(i));
        return { tensors: memory().tensors, bytes: backend().memory().bytes, reserved: backend().memory().reserved };
      };
      const warm = run(6);
      expect(run(30)).toEqual(warm);
      step.dispose();
      training.dispose();
      expect(memory().tensors).toBe(start);
    });
  });
}

/** Trains two equal models on the same inputs, one eagerly, and expects the same bits after every step. */
async function compareWithEager(backend: Backend, steps: readonly Inputs[]): Promise<Pick<CompiledStep, 'replayed' | 'reason'>> {
  const [eager, other] = [new TrainingStep(), new TrainingStep()];
  const compiled = backend.compile(other.run);
  for (const [i, inputs] of steps.entries()) {
    const expected = await runEagerly(eager.run, inputs);
    const outputs = compiled.run(inputs);
    for (const [name, values] of expected) expectSameBits(await read(outputs[name] as Tensor), values, `${name} of step ${i}`);
    expectAll(expectSameBits, await other.read(), await eager.read(), `after step ${i}: tensor`);
  }
  const { replayed, reason } = compiled;
  compiled.dispose();
  eager.dispose();
  other.dispose();
  return { replayed, reason };
}

async function runEagerly(step: StepFunction, inputs: Inputs): Promise<[string, TensorValues][]> {
  const outputs = tidy(() => {
    const tensors = Object.fromEntries(Object.entries(inputs).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
    return Object.entries(step(tensors)).map(([name, output]) => [name, keep(output)] as const);
  });
  const results: [string, TensorValues][] = [];
  for (const [name, output] of outputs) results.push([name, await read(output)]);
  dispose(outputs.map(([, output]) => output));
  return results;
}
