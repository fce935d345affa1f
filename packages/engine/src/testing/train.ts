import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Backend, TensorRecord } from '@prattle/core';
import { readSync, tensor, tidy } from '@prattle/ops';
import { expect } from 'vitest';
import { type GptShape, makeGpt } from './gpt.js';
import type { SampleModel } from './sample-model.js';

type Tensor = ReturnType<typeof tensor>;

/** Widths that fill no vector, and rows that fill no tile. */
export const odd: GptShape = { batch: 3, context: 13, width: 36, layers: 2, heads: 3, vocabulary: 27, dropout: 0.1 };

/** A scalar among a step's outputs. */
export const number = (outputs: TensorRecord, name: string) => readSync(outputs[name] as Tensor)[0] ?? Number.NaN;
/** The parameters, bit by bit. */
export const bits = (gpt: SampleModel) => gpt.parameters.map((parameter) => Buffer.from(readSync(parameter).buffer).toString('base64'));

/** Trains some steps, recorded; gives every loss and norm, and the parameters at the end, bit by bit. */
export function train(backend: Backend, steps: number, between: () => void = () => {}) {
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
export function trainEagerly(steps: number) {
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

/** Runs the garbage collector. */
export function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
