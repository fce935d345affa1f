import type { TensorArray } from '@prattle/checkpoint';
import { createRandom, type RandomSource } from '@prattle/core';
import { torchLinear } from '@prattle/nn';
import { largestDifference } from '../deviation.js';
import { type Fixture, stored } from '../fixture.js';
import type { Comparison } from '../outcome.js';

type Numbers = Float32Array | Int32Array;

/** How each recorded call is made here. The name carries its arguments; calls of one seed share one generator. */
const calls: readonly {
  readonly name: RegExp;
  draw(random: RandomSource, recorded: TensorArray, argument: number, sizes: LinearSizes): Numbers;
}[] = [
  { name: /^randint_(\d+)$/, draw: (random, { values }, bound) => random.integers(values.length, 0, bound) },
  { name: /^randn/, draw: (random, { values }) => random.normal(values.length) },
  { name: /^randperm_(\d+)$/, draw: (random, _recorded, size) => random.permutation(size) },
  { name: /^rand_/, draw: (random, { values }) => random.uniform(values.length) },
  { name: /^linear_weight$/, draw: (random, _recorded, _argument, sizes) => drawLinear(random, sizes).weight },
  { name: /^linear_bias$/, draw: (random, _recorded, _argument, sizes) => drawLinear(random, sizes).bias },
  { name: /^embedding_weight$/, draw: (random, { values }) => random.normal(values.length) },
  { name: /^uniform$/, draw: (random, { values }) => random.uniform(values.length, -0.25, 0.75) },
  { name: /^bernoulli$/, draw: (random, { values }) => random.bernoulli(values.length, 0.3) },
  {
    name: /^multinomial$/,
    draw: (random, { values }) => Int32Array.from(values, () => random.multinomial(Float32Array.of(0.1, 0.2, 0.3, 0.4), 1)[0] ?? -1),
  },
];

interface LinearSizes {
  readonly inputs: number;
  readonly outputs: number;
}

/** A `torch.nn.Linear`: it draws its bias even where only the weight was recorded. */
function drawLinear(
  random: RandomSource,
  { inputs, outputs }: LinearSizes,
): { readonly weight: Float32Array; readonly bias: Float32Array } {
  return { weight: torchLinear.weight(random, [outputs, inputs]), bias: torchLinear.bias(random, outputs, inputs) };
}

/** Integers have to agree exactly, floats up to an absolute difference. */
export function compareTorchRandom(fixture: Fixture): Comparison[] {
  const { tensors, description } = fixture;
  const order = description.order as readonly string[];
  const seeds = new Set([...tensors.keys()].map((name) => name.slice(0, name.indexOf('.'))));
  let floats = 0;
  let integers = 0;
  for (const seed of seeds) {
    const random = createRandom('torch', Number(seed));
    const [outputs = 0, inputs = 0] = stored(fixture, `${seed}.linear_weight`).shape;
    for (const name of order) {
      const recorded = stored(fixture, `${seed}.${name}`);
      const call = calls.find((candidate) => candidate.name.test(name));
      if (!call) throw new Error(`The fixture has a draw that is not known here: ${name}.`);
      const argument = Number(call.name.exec(name)?.[1]);
      const difference = largestDifference(call.draw(random, recorded, argument, { inputs, outputs }), recorded.values);
      if (recorded.values instanceof Int32Array) integers = Math.max(integers, difference);
      else floats = Math.max(floats, difference);
    }
  }
  return [
    { group: 'floats', error: floats, tolerance: description.tolerance.F32 ?? 0 },
    { group: 'integers', error: integers, tolerance: description.tolerance.I32 ?? 0 },
  ];
}
