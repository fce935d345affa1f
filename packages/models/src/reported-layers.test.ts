import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom, type Model, type ModelPlugin } from '@prattle/core';
import { tensor, tidy } from '@prattle/ops';
import { expect, it } from 'vitest';
import { bow, gru, mlp, regressor, transformer, wavenet } from './index.js';

useTfjsCpu();

// biome-ignore lint/suspicious/noExplicitAny: any family, through its own schema
function build(plugin: ModelPlugin<any>, config: Readonly<Record<string, unknown>>): Model {
  const data = { vocabularySize: 7, contextLength: 4, inputs: 3, outputs: 1 };
  return plugin.build(plugin.config.parse(config), { data, random: createRandom('philox', 1) });
}

it.each([
  ['mlp', () => build(mlp(), { window: 2, embedding: 2, hidden: 5 }), { hidden: [1, 4, 5] }],
  ['bow', () => build(bow(), { width: 3, hidden: 5 }), { hidden: [1, 4, 5] }],
  ['gru', () => build(gru(), { embedding: 2, hidden: 5 }), { 'layer 0': [1, 4, 5] }],
  ['wavenet', () => build(wavenet(), { levels: 2, embedding: 2, hidden: 5 }), { 'level 0': [8, 5], 'level 1': [4, 5] }],
  ['dilated wavenet', () => build(wavenet(), { form: 'dilated', levels: 2, embedding: 2, hidden: 5 }), { 'level 1': [1, 4, 5] }],
  ['transformer', () => build(transformer(), { layers: 1, heads: 1, width: 4, hidden: 6 }), { 'transformer.h.0.feed-forward': [1, 4, 6] }],
  ['regressor', () => build(regressor(), { hidden: [5, 2] }), { 'hidden 1': [2, 5], 'hidden 2': [2, 2] }],
])('%s reports what its layers give', (_, make, expected) => {
  const model = make();
  const input = model.task === 'regression' ? tensor([1, 2, 3, 4, 5, 6], [2, 3]) : tensor(Int32Array.of(1, 2, 3, 4), [1, 4]);
  const shapes = new Map<string, readonly number[]>();
  tidy(() => void model.forward(input, { observe: (name, { shape }) => void shapes.set(name, shape) }));
  expect(Object.fromEntries(shapes)).toMatchObject(expected);
  input.dispose();
  model.dispose();
});
