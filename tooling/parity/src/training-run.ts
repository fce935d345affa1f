import { exportParameters, importParameters, storedTensors, type TensorArray } from '@prattle/checkpoint';
import { type Backend, type Batch, createRandom, type Model, type Tensor } from '@prattle/core';
import { keep, read, tensor, tidy, valueAndGradients, writeInto } from '@prattle/ops';
import { createTrainingStep, trainableParameters } from '@prattle/training';
import type { Experiment } from './families/family.js';
import { type Fixture, stored } from './fixture.js';
import { optimiserOf } from './optimiser.js';

/** Numbers by the names that the fixture has for them. */
export type Results = ReadonlyMap<string, ArrayLike<number>>;

/**
 * Builds the model, gives it the recorded starting values and trains it on the recorded batches, with the trainer's own
 * step. The first pass is also run by itself, for its outputs and gradients.
 */
export async function trainAsRecorded(fixture: Fixture, experiment: Experiment, backend: Backend): Promise<Results> {
  const { plugin, config, data } = experiment;
  const model = plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 0) });
  const batches = batchesOf(fixture, experiment);
  const [first] = batches;
  if (!first) throw new Error(`${fixture.path} has no batches.`);
  try {
    restoreStart(model, fixture);
    const pass = await firstPass(model, first, experiment);
    // That pass may have moved running statistics.
    restoreStart(model, fixture);
    const run = await train(model, batches, fixture, backend);
    const final = await exportParameters(storedTensors(model), read);
    return new Map([...pass, ...run, ...prefixed('final.', final), ['final_outputs', await outputsOf(model, first, experiment)]]);
  } finally {
    model.dispose();
  }
}

/** The model's values are what has a `final.` value, too; the names on both sides have to be the same. */
function restoreStart(model: Model, { tensors }: Fixture): void {
  importParameters(storedTensors(model), new Map([...tensors].filter(([name]) => tensors.has(`final.${name}`))), writeInto);
}

function batchesOf(fixture: Fixture, { targets: targetShape = (shape) => shape }: Experiment): Batch[] {
  const [inputs, targets] = [stored(fixture, 'inputs'), stored(fixture, 'targets')];
  const steps = inputs.shape[0] ?? 0;
  return Array.from({ length: steps }, (_, step) => ({
    input: { values: sliceOf(inputs, step, steps), shape: inputs.shape.slice(1) },
    targets: { values: sliceOf(targets, step, steps), shape: targetShape(targets.shape.slice(1)) },
  }));
}

function sliceOf({ values }: TensorArray, step: number, steps: number): Float32Array | Int32Array {
  if (values instanceof Uint8Array) throw new Error('Batches hold int32 or float32 numbers.');
  const size = values.length / steps;
  return values.slice(step * size, (step + 1) * size);
}

/** `outputs` and `grad.…` of the first batch, in training mode. */
async function firstPass(model: Model, { input, targets }: Batch, { outputs = defaultOutputs }: Experiment) {
  const parameters = trainableParameters(model);
  const [x, y] = [tensor(input.values, input.shape), tensor(targets.values, targets.shape)];
  let output: Tensor | undefined;
  const { value, gradients } = valueAndGradients(
    () => {
      const result = model.forward(x, { targets: y, training: true });
      output = keep(outputs(result));
      if (!result.loss) throw new Error('The model gave no loss for its targets.');
      return result.loss;
    },
    parameters.map((parameter) => parameter.value),
  );
  const found = parameters.flatMap((parameter, i) => {
    const gradient = gradients[i];
    return gradient ? [{ ...parameter, value: gradient }] : [];
  });
  const results = new Map<string, ArrayLike<number>>(prefixed('grad.', await exportParameters(found, read)));
  if (output) results.set('outputs', await read(output));
  for (const used of [x, y, value, output, ...gradients]) used?.dispose();
  return results;
}

/** `losses` and `grad_norms`, with the recorded learning rates. */
async function train(model: Model, batches: readonly Batch[], fixture: Fixture, backend: Backend): Promise<Results> {
  const { gradient_clipping: clipping } = fixture.description;
  // A norm that nothing exceeds: it is computed, and nothing is clipped.
  const clip = clipping?.max_norm ?? Number.POSITIVE_INFINITY;
  const optimizer = optimiserOf(fixture.description).create(trainableParameters(model), { clip });
  const step = createTrainingStep({ model, backend, optimizer, clip, dropoutKey: [0, 0] });
  const rates = stored(fixture, 'lrs').values;
  const scalars: number[][] = [];
  for (const [i, batch] of batches.entries()) {
    const values = await Promise.all(step.run([batch], i, rates[i] ?? Number.NaN).map(read));
    scalars.push(values.map(([value = Number.NaN]) => value));
  }
  step.dispose();
  optimizer.dispose();
  return new Map([
    ['losses', scalars.map(([loss = Number.NaN]) => loss)],
    ['grad_norms', scalars.map(([, norm = Number.NaN]) => norm)],
  ]);
}

async function outputsOf(model: Model, { input }: Batch, { outputs = defaultOutputs }: Experiment): Promise<ArrayLike<number>> {
  const result = tidy(() => keep(outputs(model.forward(tensor(input.values, input.shape)))));
  const values = await read(result);
  result.dispose();
  return values;
}

function defaultOutputs({ logits, prediction }: { readonly logits?: Tensor; readonly prediction?: Tensor }): Tensor {
  const outputs = logits ?? prediction;
  if (!outputs) throw new Error('The model gave neither logits nor a prediction.');
  return outputs;
}

function prefixed(prefix: string, arrays: ReadonlyMap<string, TensorArray>): [string, ArrayLike<number>][] {
  return Array.from(arrays, ([name, { values }]) => [prefix + name, values]);
}
