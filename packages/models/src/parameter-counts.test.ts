import { createRandom, type DataDescription, type RandomSource } from '@prattle/core';
import { withoutStorage } from '@prattle/ops';
import { countParameters } from '@prattle/training';
import { expect, it } from 'vitest';
import models from './index.js';

/** What is counted has no values: drawing those of the large sizes would take a minute. */
const blank: RandomSource = {
  ...createRandom('philox', 1),
  uniform: (size) => new Float32Array(size),
  normal: (size) => new Float32Array(size),
};

function count(name: string, preset: string, data: DataDescription): Promise<number> {
  const plugin = models().models?.find((model) => model.name === name);
  if (!plugin?.presets[preset]) throw new Error(`there is no ${name} ${preset}`);
  const config = plugin.config.parse(plugin.presets[preset].model);
  return withoutStorage(() => {
    const model = plugin.build(config, { data, random: blank });
    const total = countParameters(model);
    model.dispose();
    return total;
  });
}

/** As the families' pages say: 27 tokens for words, 65 for text. */
it.each([
  ['transformer', 'notebook', 65, 32, 209_729],
  ['transformer', 'cpu', 65, 64, 809_856],
  ['transformer', 'llama', 65, 64, 734_464],
  ['transformer', 'baby', 65, 256, 10_770_816],
  ['rnn', 'words', 27, 16, 11_803],
  ['gru', 'words', 27, 16, 28_315],
  ['lstm', 'words', 27, 16, 36_891],
  ['lstm', 'micro-lm', 65, 100, 946_625],
  ['mlp', 'makemore', 27, 16, 69_147],
  ['mlp', 'lecture', 27, 16, 11_907],
  ['wavenet', 'lecture', 27, 8, 76_579],
  ['wavenet', 'makemore', 27, 8, 76_579],
  ['wavenet', 'dilated', 27, 16, 108_219],
  ['bow', 'makemore', 27, 16, 12_827],
  ['bigram', 'makemore', 27, 16, 729],
  ['tiny-chat', 'dialogs', 40, 40, 20_136],
  ['rlm', 'notebook', 65, 80, 27_233],
  ['rlm', 'lstm', 65, 80, 27_233],
  ['rlm', 'encoder', 65, 80, 30_145],
])('%s %s with %i tokens and a context of %i has %i parameters', async (name, preset, vocabularySize, contextLength, expected) => {
  expect(await count(name, preset, { vocabularySize, contextLength })).toBe(expected);
});

const text: DataDescription = { vocabularySize: 65, contextLength: 64 };
const table: DataDescription = { ...text, inputs: 3, outputs: 1 };

/** nano, micro, small, medium, large, xlarge */
it.each([
  ['bow', text, [5_297, 14_625, 45_569, 156_609, 575_297, 2_199_105]],
  ['mlp', text, [3_473, 13_537, 46_961, 323_489, 1_826_561, 9_551_297]],
  ['wavenet', text, [5_889, 24_377, 138_801, 983_425, 4_507_585, 20_404_545]],
  ['rnn', text, [4_785, 12_577, 70_401, 255_425, 1_494_849, 5_873_217]],
  ['gru', text, [7_921, 24_993, 185_601, 715_201, 4_381_505, 17_413_697]],
  ['lstm', text, [9_585, 31_393, 243_969, 946_625, 5_829_441, 23_193_153]],
  ['transformer', text, [29_600, 158_336, 809_856, 10_697_088, 25_286_144, 85_155_072]],
  ['regressor', table, [41, 161, 4_481, 17_153, 132_865, 527_873]],
  ['classifier', table, [41, 161, 4_481, 17_153, 132_865, 527_873]],
  ['rlm', table, [7_473, 27_233, 103_617, 498_945, 1_980_929, 12_618_753]],
])('the sizes of %s are what its page says', async (name, data, expected) => {
  const sizes = ['nano', 'micro', 'small', 'medium', 'large', 'xlarge'];
  const counted: number[] = [];
  for (const size of sizes) counted.push(await count(name, size, data));
  expect(counted).toEqual(expected);
});
