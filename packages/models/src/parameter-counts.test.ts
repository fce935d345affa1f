import backendTfjs from '@prattle/backend-tfjs';
import { type Backend, createRandom } from '@prattle/core';
import { countParameters } from '@prattle/training';
import { afterAll, beforeAll, expect, it } from 'vitest';
import models from './index.js';

let backend: Backend;
beforeAll(async () => {
  const portable = backendTfjs().backends?.find(({ name }) => name === 'tfjs-cpu');
  if (!portable) throw new Error('no portable backend');
  backend = await portable.open();
});
afterAll(() => backend.close());

/** As the families' pages say: 27 tokens for words, 65 for text. The larger sizes follow the same formulas. */
it.each([
  ['transformer', 'notebook', 65, 32, 209_729],
  ['transformer', 'nano', 65, 64, 29_600],
  ['transformer', 'micro', 65, 64, 158_336],
  ['transformer', 'small', 65, 64, 809_856],
  ['transformer', 'cpu', 65, 64, 809_856],
  ['transformer', 'llama', 65, 64, 734_464],
  ['rnn', 'words', 27, 16, 11_803],
  ['rnn', 'small', 65, 64, 70_401],
  ['gru', 'words', 27, 16, 28_315],
  ['gru', 'small', 65, 64, 185_601],
  ['lstm', 'words', 27, 16, 36_891],
  ['lstm', 'nano', 65, 64, 9_585],
  ['lstm', 'small', 65, 64, 243_969],
  ['lstm', 'micro-lm', 65, 100, 946_625],
  ['mlp', 'makemore', 27, 16, 69_147],
  ['mlp', 'lecture', 27, 16, 11_907],
  ['wavenet', 'lecture', 27, 8, 76_579],
  ['wavenet', 'dilated', 27, 16, 108_219],
  ['bow', 'makemore', 27, 16, 12_827],
  ['bigram', 'makemore', 27, 16, 729],
  ['tiny-chat', 'dialogs', 40, 40, 20_136],
])('%s %s with %i tokens and a context of %i has %i parameters', (name, preset, vocabularySize, contextLength, expected) => {
  const plugin = models().models?.find((model) => model.name === name);
  if (!plugin) throw new Error(`there is no family ${name}`);
  const config = plugin.config.parse(plugin.presets[preset]?.model ?? {});
  const model = plugin.build(config, { data: { vocabularySize, contextLength }, random: createRandom('philox', 1) });
  expect(countParameters(model)).toBe(expected);
  model.dispose();
});
