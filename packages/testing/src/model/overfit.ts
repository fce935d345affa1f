import type { Model } from '@prattle/core';
import { adamStep, dispose, readSync, tidy, valueAndGradients, variable, writeInto } from '@prattle/ops';
import { fixedStepRandom, type ModelCase, upload } from './cases.js';

const BETA1 = 0.9;
const BETA2 = 0.99;

/**
 * Learns one batch by heart, by counting where the family counts and by Adam otherwise.
 *
 * @returns the lowest loss met; stops as soon as it is at most `goal`
 */
export function overfit(
  model: Model,
  { batch }: ModelCase,
  goal: number,
  { steps = 400, learningRate = 0.01 }: { readonly steps?: number; readonly learningRate?: number } = {},
): number {
  if (model.fit) {
    model.fit([batch]);
    return evaluate(model, batch);
  }
  const parameters = [...model.parameters.values()].filter(({ trainable }) => trainable).map(({ value }) => value);
  const zeros = () => parameters.map((value) => variable(new Float32Array(value.size), value.shape));
  const [first, second] = [zeros(), zeros()];
  const hyper = variable(new Float32Array(8), [8]);
  let best = Number.POSITIVE_INFINITY;

  for (let step = 1; step <= steps && best > goal; step++) {
    // Down along half a cosine, so that the end is not a dance around the floor.
    const rate = learningRate * (0.5 + 0.5 * Math.cos((Math.PI * step) / (steps + 1)));
    writeInto(hyper, Float32Array.of(rate, BETA1, BETA2, 1e-8, 0, 1 - BETA1 ** step, 1 - BETA2 ** step, 0));
    const loss = tidy(() => {
      const [input, targets] = [upload(batch.input), upload(batch.targets)];
      const { value, gradients } = valueAndGradients(() => {
        const result = model.forward(input, { targets, training: true, random: fixedStepRandom() });
        if (!result.loss) throw new Error('The forward pass returned no loss for its targets.');
        return result.loss;
      }, parameters);
      const used = gradients.flatMap((gradient, i) => (gradient ? [{ gradient, i }] : []));
      const pick = <Item>(items: readonly Item[]): Item[] => used.flatMap(({ i }) => items.slice(i, i + 1));
      adamStep({
        parameters: pick(parameters),
        gradients: used.map(({ gradient }) => gradient),
        first: pick(first),
        second: pick(second),
        hyper,
        decays: used.map(() => false),
        decoupled: true,
      });
      return readSync(value)[0] ?? Number.NaN;
    });
    best = Math.min(best, loss);
  }
  dispose(first, second, hyper);
  return best;
}

/** The loss on a batch, outside training. */
export function evaluate(model: Model, batch: ModelCase['batch']): number {
  return tidy(() => {
    const { loss } = model.forward(upload(batch.input), { targets: upload(batch.targets) });
    if (!loss) throw new Error('The forward pass returned no loss for its targets.');
    return readSync(loss)[0] ?? Number.NaN;
  });
}
