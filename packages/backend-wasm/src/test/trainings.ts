import type { Backend } from '@prattle/core';
import { makeGpt, makeGru, notebook, type SampleModel } from '@prattle/engine/testing/steps';
import { readSync, type tensor } from '@prattle/ops';

const models: Readonly<Record<string, () => SampleModel>> = {
  transformer: () => makeGpt({ batch: 3, context: 13, width: 36, layers: 2, heads: 3, vocabulary: 27, dropout: 0.1 }),
  gru: () => makeGru({ batch: 5, context: 9, width: 20, vocabulary: 27 }),
};

/** The losses of a few steps of each model, recorded and replayed. */
export function trainAll(backend: Backend): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(models).map(([name, make]) => {
      const model = make();
      const step = backend.compile(model.step);
      const losses = Array.from(
        { length: 8 },
        (_, t) => readSync(step.run(model.inputs(t + 1)).loss as ReturnType<typeof tensor>)[0] ?? Number.NaN,
      );
      step.dispose();
      return [name, losses];
    }),
  );
}

/** Milliseconds of a training step of the notebook's transformer, the shortest of many. */
export function timeNotebook(backend: Backend, steps: number): number {
  const model = makeGpt(notebook);
  const step = backend.compile(model.step);
  const inputs = model.inputs(1);
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    step.run(inputs);
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}
