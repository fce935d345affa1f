import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom, type Model, type ModelPlugin } from '@prattle/core';
import { readSync, type TensorValues, tensor, tidy } from '@prattle/ops';
import { expect, it } from 'vitest';
import rlm from './rlm/index.js';
import tinyChat from './tiny-chat/index.js';
import transformer from './transformer/index.js';

useTfjsCpu();

const data = { vocabularySize: 7, contextLength: 5 };
const TOKENS = Int32Array.of(1, 2, 3, 4, 5, 6, 1, 2, 3, 4);

function build(plugin: ModelPlugin, settings: Readonly<Record<string, unknown>>): Model {
  return plugin.build(plugin.config.parse(settings), { data, random: createRandom('philox', 1) });
}

it.each<readonly [string, () => Model, readonly string[], number]>([
  ['gpt2', () => build(transformer(), { layers: 2, heads: 3, width: 6 }), ['transformer.h.0.attention', 'transformer.h.1.attention'], 3],
  [
    'llama',
    () => build(transformer(), { layers: 1, heads: 4, keyHeads: 2, width: 8, positions: 'rotary', queryKeyNorm: true }),
    ['transformer.h.0.attention'],
    4,
  ],
  ['tiny-chat', () => build(tinyChat(), { width: 4 }), ['attention'], 1],
  ['rlm', () => build(rlm(), { encoder: 'transformer', embedding: 4, heads: 2, layers: 1 }), ['blocks.0.attention'], 2],
])('%s reports where its heads look, and computes the same', (_, make, names, heads) => {
  const model = make();
  const maps = new Map<string, { readonly shape: readonly number[]; readonly values: TensorValues }>();
  const output = (observe: boolean): number[] =>
    tidy(() => {
      const { logits, prediction } = model.forward(tensor(TOKENS, [2, 5]), {
        ...(observe && { observe: (name, value) => void maps.set(name, { shape: value.shape, values: readSync(value) }) }),
      });
      const said = logits ?? prediction ?? expect.fail('nothing was said');
      return [...readSync(said)];
    });
  const plain = output(false);
  const observed = output(true);
  for (const [i, value] of observed.entries()) expect(value).toBeCloseTo(plain[i] ?? Number.NaN, 5);
  for (const name of names) {
    const { shape, values } = maps.get(name) ?? expect.fail(`no ${name} among ${[...maps.keys()]}`);
    expect(shape).toEqual([2, heads, 5, 5]);
    for (let row = 0; row < values.length; row += 5) {
      expect(total(values, row, 5)).toBeCloseTo(1, 5);
    }
  }
  model.dispose();
});

function total(values: ArrayLike<number>, start: number, count: number): number {
  return Array.from({ length: count }, (_, i) => values[start + i] ?? Number.NaN).reduce((sum, value) => sum + value);
}
