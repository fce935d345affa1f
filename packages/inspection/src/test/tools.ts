import { type Batch, createRandom, type Model, type ModelPlugin, type Parameter } from '@prattle/core';
import { readSync, writeInto } from '@prattle/ops';

const VOCABULARY = 11;
const CONTEXT = 12;

/** A small language model, freshly drawn. */
// biome-ignore lint/suspicious/noExplicitAny: any family, through its own schema
export function languageModel(plugin: ModelPlugin<any>, config: Readonly<Record<string, unknown>> = {}): Model {
  const data = { vocabularySize: VOCABULARY, contextLength: CONTEXT };
  return plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 1) });
}

/** A small network from four columns to one number. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function regressionModel(plugin: ModelPlugin<any>, config: Readonly<Record<string, unknown>>): Model {
  const data = { vocabularySize: 0, contextLength: 0, inputs: 4, outputs: 1 };
  return plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 1) });
}

/** Batches of random tokens with their successors. */
export function tokenBatches(count: number): Batch[] {
  const random = createRandom('philox', 7);
  const draw = () => Int32Array.from(random.uniform(4 * CONTEXT, 0, VOCABULARY), Math.floor);
  return Array.from({ length: count }, () => ({
    input: { values: draw(), shape: [4, CONTEXT] },
    targets: { values: draw(), shape: [4, CONTEXT] },
  }));
}

/** Batches of random rows and a number for each. */
export function rowBatches(count: number): Batch[] {
  const random = createRandom('philox', 7);
  const draw = (size: number) => random.uniform(size, -1, 1);
  return Array.from({ length: count }, () => ({
    input: { values: draw(16 * 4), shape: [16, 4] },
    targets: { values: draw(16), shape: [16, 1] },
  }));
}

/** Changes the values of a model's parameters in place. */
export function change(
  model: Model,
  which: (parameter: Parameter) => boolean,
  to: (value: number, index: number, width: number) => number,
): void {
  for (const parameter of model.parameters.values()) {
    if (!which(parameter)) continue;
    const width = parameter.value.shape.at(-1) ?? 1;
    writeInto(
      parameter.value,
      Array.from(readSync(parameter.value), (value, index) => to(value, index, width)),
    );
  }
}

/** Plain gradient descent by hand: a training step that needs no trainer. */
export function descend(model: Model, by: number): () => void {
  return () =>
    change(
      model,
      () => true,
      (value) => value * (1 - by),
    );
}
