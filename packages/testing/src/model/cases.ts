import {
  type Batch,
  createRandom,
  type DataDescription,
  type HostArray,
  type Model,
  type ModelPlugin,
  type StepRandom,
} from '@prattle/core';
import { tensor } from '@prattle/ops';
import { createDraw, type Draw } from './draw.js';

/** Settings of a small model of one kind, with sizes drawn at random. */
export type Variant = (draw: Draw) => Readonly<Record<string, unknown>>;

export interface CaseShape {
  readonly batch: number;
  readonly time: number;
}

/** One model with data of its shape. */
export interface ModelCase {
  readonly plugin: ModelPlugin;
  readonly config: ReturnType<ModelPlugin['config']['parse']>;
  readonly data: DataDescription;
  readonly batch: Batch;
  readonly draw: Draw;
  /** A fresh model; the same seed gives the same parameters. */
  build(seed?: number): Model;
}

/** Draws a case from a seed. Shapes that are not given are drawn, too, odd ones as likely as even ones. */
export function createCase(plugin: ModelPlugin, variant: Variant, seed: number, shape?: CaseShape): ModelCase {
  const draw = createDraw(seed);
  const config = plugin.config.parse(variant(draw));
  const { batch, time } = shape ?? { batch: draw.integer(2, 4), time: draw.integer(2, 9) };
  const data: DataDescription = {
    vocabularySize: readsColumns(plugin) ? 0 : draw.integer(11, 23),
    contextLength: time,
    ...(plugin.task === 'next-token' ? {} : { inputs: draw.integer(1, 5), outputs: outputsOf(plugin, draw) }),
  };
  return {
    plugin,
    config,
    data,
    draw,
    batch: { input: inputFor(plugin, data, { batch, time }, draw), targets: targetsFor(plugin, data, { batch, time }, draw) },
    build: (modelSeed = seed) => plugin.build(config, { data, random: createRandom('philox', modelSeed) }),
  };
}

/** Random tokens, each row beginning with another one where there are enough, so that no two rows have to be told apart by nothing. */
function inputFor(plugin: ModelPlugin, data: DataDescription, { batch, time }: CaseShape, { random }: Draw): HostArray {
  if (readsColumns(plugin)) {
    const inputs = data.inputs ?? 1;
    return { values: random.normal(batch * inputs), shape: [batch, inputs] };
  }
  const values = random.integers(batch * time, 0, data.vocabularySize);
  const first = random.permutation(data.vocabularySize);
  for (let row = 0; row < batch; row++) values[row * time] = first[row % first.length] ?? 0;
  return { values, shape: [batch, time] };
}

function targetsFor({ task }: ModelPlugin, data: DataDescription, { batch, time }: CaseShape, { random }: Draw): HostArray {
  if (task === 'next-token') return { values: random.integers(batch * time, 0, data.vocabularySize), shape: [batch, time] };
  const outputs = data.outputs ?? 1;
  if (task === 'classification') return { values: random.integers(batch, 0, outputs), shape: [batch] };
  return { values: random.normal(batch * outputs), shape: [batch, outputs] };
}

function outputsOf({ task }: ModelPlugin, draw: Draw): number {
  if (task === 'classification') return draw.integer(2, 5);
  return task === 'text-to-number' ? 1 : draw.integer(1, 3);
}

/** Whether the input is the columns of a table; otherwise it is tokens. */
function readsColumns({ task }: ModelPlugin): boolean {
  return task === 'regression' || task === 'classification';
}

/** A host array as a tensor of its type. */
export function upload({ values, shape }: HostArray) {
  return tensor(values, shape);
}

/** Randomness for dropout that is the same in every pass: made anew for each, with the same key and step. */
export function fixedStepRandom(): StepRandom {
  let site = 0;
  return { counter: tensor(Int32Array.of(12, 34, 5, 0), [4]), nextSite: () => site++ };
}
