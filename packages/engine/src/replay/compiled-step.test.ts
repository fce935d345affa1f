import type { CompiledStep, StepFunction, TensorRecord } from '@prattle/core';
import {
  add,
  dispose,
  exp,
  keep,
  linear,
  matMul,
  memory,
  readSync,
  reshape,
  scalar,
  sgdStep,
  tensor,
  tidy,
  valueAndGradients,
  variable,
  writeInto,
} from '@prattle/ops';
import type { TfjsVariable } from '@prattle/ops/tfjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockBackend, openMock } from '../test/mock-backend.js';

type Variable = ReturnType<typeof variable>;

let mock: MockBackend;
let weight: Variable;

beforeEach(async () => {
  mock = await openMock();
  weight = variable([1, 2, 3, 4, 5, 6], [2, 3]);
});

afterEach(() => mock.open.close());

/** y = x · weightᵀ, then weight -= rate · yᵀ x. */
const descend: StepFunction = ({ x, hyper }) => {
  const y = linear(x as Variable, weight);
  const gradient = matMul(y, x as Variable, true);
  sgdStep({ parameters: [weight], gradients: [gradient], momenta: [], hyper: hyper as Variable, decays: [false] });
  return { y };
};

const hyper = (rate: number) => ({ values: Float32Array.of(rate, 0, 0, 0, 0, 0, 0, 0), shape: [8] });
const x = (...values: number[]) => ({ values: Float32Array.from(values), shape: [values.length / 3, 3] });
const values = (outputs: TensorRecord, name = 'y') => [...readSync(outputs[name] as Variable)];

/** What `descend` gives for a series of inputs when it runs as it is written. */
function eagerly(series: readonly { x: ReturnType<typeof x>; hyper: ReturnType<typeof hyper> }[]): number[][] {
  return series.map((inputs) =>
    tidy(() => values(descend({ x: tensor(inputs.x.values, inputs.x.shape), hyper: tensor(inputs.hyper.values, inputs.hyper.shape) }))),
  );
}

describe('a step that can be recorded', () => {
  const series = [1, 2, 3, 4].map((i) => ({ x: x(i, -i, 1 / i), hyper: hyper(i / 100) }));

  test('replays from the second run on, in one call, with the same results', () => {
    const expected = eagerly(series);
    writeInto(weight, [1, 2, 3, 4, 5, 6]);
    const step = mock.open.compile(descend);
    const got = series.map((inputs, i) => {
      const before = mock.engine.calls;
      const outputs = step.run(inputs);
      if (i > 0) expect(mock.engine.calls).toBe(before + 1);
      expect(step.replayed).toBe(i > 0);
      expect(step.reason).toBeUndefined();
      return values(outputs);
    });
    expect(got).toEqual(expected);
  });

  test('takes no memory and makes no tensors in a replay', () => {
    const step = mock.open.compile(descend);
    step.run(series[0] ?? {});
    const before = [mock.open.memory(), memory()];
    for (let i = 0; i < 100; i++) step.run(series[i % 4] ?? {});
    expect([mock.open.memory(), memory()]).toEqual(before);
  });

  test('has a recording for every shape', () => {
    const step = mock.open.compile(descend);
    const [one, two] = [x(1, 0, 0), x(1, 0, 0, 0, 1, 0)];
    step.run({ x: one, hyper: hyper(0) });
    step.run({ x: two, hyper: hyper(0) });
    expect(step.replayed).toBe(false);
    expect(values(step.run({ x: one, hyper: hyper(0) }))).toEqual([1, 4]);
    expect(step.replayed).toBe(true);
    expect(values(step.run({ x: two, hyper: hyper(0) }))).toEqual([1, 4, 2, 5]);
    expect(step.replayed).toBe(true);
  });

  test('sees what was written into a variable between runs', () => {
    const step = mock.open.compile(descend);
    step.run({ x: x(1, 0, 0), hyper: hyper(0) });
    writeInto(weight, [7, 0, 0, 8, 0, 0]);
    expect(values(step.run({ x: x(1, 0, 0), hyper: hyper(0) }))).toEqual([7, 8]);
    expect(step.replayed).toBe(true);
  });

  test('is recorded anew when a variable was assigned to', () => {
    const step = mock.open.compile(descend);
    const inputs = { x: x(1, 0, 0), hyper: hyper(0) };
    step.run(inputs);
    step.run(inputs);
    (weight as TfjsVariable).assign(tensor([7, 0, 0, 8, 0, 0], [2, 3]) as TfjsVariable);
    expect(values(step.run(inputs))).toEqual([7, 8]);
    expect(step.replayed).toBe(false);
    expect(values(step.run(inputs))).toEqual([7, 8]);
    expect(step.replayed).toBe(true);
  });

  test('is recorded anew when its outputs were disposed', () => {
    const step = mock.open.compile(descend);
    const inputs = { x: x(1, 0, 0), hyper: hyper(0) };
    dispose(step.run(inputs));
    expect(values(step.run(inputs))).toEqual([1, 4]);
  });

  test('may run inside a tidy, and may return what it was given', () => {
    const step = mock.open.compile(({ x: given }) => ({
      given: given as Variable,
      weight,
      sum: add(given as Variable, given as Variable),
    }));
    for (let i = 1; i < 4; i++) {
      const outputs = tidy(() => {
        step.run({ x: x(i, i, i) });
        return undefined;
      });
      expect(outputs).toBeUndefined();
      const again = step.run({ x: x(i, 0, 0) });
      expect(values(again, 'given')).toEqual([i, 0, 0]);
      expect(values(again, 'sum')).toEqual([2 * i, 0, 0]);
    }
    step.dispose();
    expect(values({ weight }, 'weight')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('may differentiate', () => {
    const step = mock.open.compile(({ x: given }) => {
      const { value, gradients } = valueAndGradients(() => reshape(linear(given as Variable, weight), []), [weight]);
      return { value, gradient: gradients[0] as Variable };
    });
    writeInto(weight, [1, 2, 3, 4, 5, 6]);
    const single = variable([1, 2, 3], [1, 3]);
    const one = mock.open.compile(({ x: given }) => {
      const { value, gradients } = valueAndGradients(() => reshape(linear(given as Variable, single), []), [single]);
      return { value, gradient: gradients[0] as Variable };
    });
    for (let i = 1; i < 4; i++) {
      const outputs = one.run({ x: x(i, 2 * i, 3 * i) });
      expect(values(outputs, 'value')).toEqual([14 * i]);
      expect(values(outputs, 'gradient')).toEqual([i, 2 * i, 3 * i]);
      expect([one.reason, one.replayed]).toEqual([undefined, i > 1]);
    }
    step.dispose();
  });

  test('gives all its memory back when it is disposed', () => {
    const before = memory();
    const step = mock.open.compile(descend);
    for (const inputs of series) step.run(inputs);
    step.dispose();
    expect(memory()).toEqual(before);
    expect(mock.open.memory().reserved).toBe(64);
  });
});

describe('a recording keeps what it points at', () => {
  test('a constant that was disposed and whose memory others want', () => {
    const half = tensor([0.5, 0.5, 0.5], [1, 3]);
    const shift: StepFunction = ({ x: given }) => ({ y: add(given as Variable, half) });
    const step = mock.open.compile(shift);
    step.run({ x: x(0, 0, 0) });
    dispose(half);
    for (let i = 0; i < 10; i++) tensor([9, 9, 9], [1, 3]);
    // The constant is gone, so the step is not replayed but run, which fails as it would without a recording.
    expect(() => step.run({ x: x(0, 0, 0) })).toThrow();
  });

  test('the step’s own memory is not used by others between replays', () => {
    const step = mock.open.compile(({ x: given }) => {
      const twice = add(given as Variable, given as Variable);
      return { y: add(twice, twice) };
    });
    const first = step.run({ x: x(1, 2, 3) });
    const others = Array.from({ length: 20 }, () => tensor([9, 9, 9], [1, 3]));
    expect(values(first)).toEqual([4, 8, 12]);
    step.run({ x: x(2, 2, 2) });
    for (const other of others) expect([...readSync(other)]).toEqual([9, 9, 9]);
  });
});

describe('a step that cannot be recorded runs as it is written, and says why', () => {
  const run = (step: CompiledStep, times: number) => {
    let last: number[] = [];
    for (let i = 1; i <= times; i++) last = values(step.run({ x: x(i, 0, 0) }));
    return last;
  };

  test.each<[string, StepFunction, RegExp, number[]]>([
    [
      'an operation in JavaScript',
      ({ x: given }) => ({ y: exp(given as Variable) }),
      /Exp runs in JavaScript/,
      [Math.fround(Math.exp(5)), 1, 1],
    ],
    [
      'reading a tensor',
      ({ x: given }) => {
        readSync(given as Variable);
        return { y: add(given as Variable, given as Variable) };
      },
      /reads a tensor/,
      [10, 0, 0],
    ],
    ['making a constant', ({ x: given }) => ({ y: add(given as Variable, tensor([1, 1, 1], [1, 3])) }), /JavaScript values/, [6, 1, 1]],
    [
      'keeping a tensor',
      ({ x: given }) => {
        keep(add(given as Variable, given as Variable));
        return { y: add(given as Variable, given as Variable) };
      },
      /keeps a tensor/,
      [10, 0, 0],
    ],
  ])('%s', (_, body, reason, expected) => {
    const step = mock.open.compile(body);
    expect(run(step, 5)).toEqual(expected);
    expect(step.replayed).toBe(false);
    expect(step.reason).toMatch(reason);
  });

  test('assigning to a variable', () => {
    const total = variable([0, 0, 0], [1, 3]) as TfjsVariable;
    const step = mock.open.compile(({ x: given }) => {
      total.assign(add(total, given as Variable) as TfjsVariable);
      return { y: add(total, total) };
    });
    expect(run(step, 5)).toEqual([30, 0, 0]);
    expect(step.reason).toMatch(/keeps a tensor|assign/);
  });

  test('a step with another compiled step inside', () => {
    const inner = mock.open.compile(({ x: given }) => ({ y: add(given as Variable, given as Variable) }));
    const outer = mock.open.compile(({ x: given }) => {
      const { y } = inner.run({ x: x(1, 2, 3) });
      return { y: add(y as Variable, given as Variable) };
    });
    expect(run(outer, 5)).toEqual([7, 4, 6]);
    expect(outer.replayed).toBe(false);
    expect(inner.replayed).toBe(true);
  });

  test('a step that replaces a tensor before every run', () => {
    let constant = tensor([0, 0, 0], [1, 3]);
    const step = mock.open.compile(({ x: given }) => ({ y: add(given as Variable, constant) }));
    for (let i = 0; i < 8; i++) {
      dispose(constant);
      constant = tensor([i, i, i], [1, 3]);
      expect(values(step.run({ x: x(1, 1, 1) }))).toEqual([1 + i, 1 + i, 1 + i]);
    }
    expect(step.replayed).toBe(false);
    expect(step.reason).toMatch(/between runs/);
  });
});

test('state that the first run sets up is no obstacle', () => {
  let momentum: Variable | undefined;
  const step = mock.open.compile(({ x: given }) => {
    momentum ??= variable([1, 1, 1], [1, 3]);
    return { y: add(given as Variable, momentum) };
  });
  for (let i = 0; i < 3; i++) expect(values(step.run({ x: x(i, i, i) }))).toEqual([i + 1, i + 1, i + 1]);
  expect(step.replayed).toBe(true);
});

test('a step that throws leaves nothing behind', () => {
  const before = memory();
  let fails = true;
  const step = mock.open.compile(({ x: given }) => {
    const y = add(given as Variable, given as Variable);
    if (fails) throw new Error('no luck');
    return { y };
  });
  expect(() => step.run({ x: x(1, 2, 3) })).toThrow('no luck');
  expect(memory()).toEqual(before);
  fails = false;
  expect(values(step.run({ x: x(1, 2, 3) }))).toEqual([2, 4, 6]);
  step.run({ x: x(1, 2, 3) });
  expect(step.replayed).toBe(true);
});

test('inputs that do not fit their shape are refused', () => {
  const step = mock.open.compile(descend);
  expect(() => step.run({ x: { values: new Float32Array(4), shape: [1, 3] }, hyper: hyper(0) })).toThrow();
  expect(() => step.run({ x: x(1, 2, 3), hyper: hyper(0) })).not.toThrow();
  expect(() => step.run({ x: { values: new Float32Array(4), shape: [1, 3] }, hyper: hyper(0) })).toThrow(/4 values/);
});

test('a disposed step, and a step of a closed backend, say so', () => {
  const step = mock.open.compile(descend);
  const other = mock.open.compile(descend);
  step.dispose();
  step.dispose();
  expect(() => step.run({ x: x(1, 2, 3), hyper: hyper(0) })).toThrow(/disposed/);
  mock.open.close();
  expect(() => other.run({ x: x(1, 2, 3), hyper: hyper(0) })).toThrow(/closed/);
});

test('a constant made before the step may be used in it', () => {
  const two = reshape(scalar(2), [1, 1]);
  const step = mock.open.compile(({ x: given }) => ({ y: matMul(given as Variable, two) }));
  const column = (value: number) => ({ values: Float32Array.of(value), shape: [1, 1] });
  for (let i = 0; i < 3; i++) expect(values(step.run({ x: column(i) }))).toEqual([2 * i]);
  expect(step.replayed).toBe(true);
});
