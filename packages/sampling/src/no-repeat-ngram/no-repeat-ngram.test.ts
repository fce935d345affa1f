import { samplerSuite } from '@prattle/testing';
import { byte } from '@prattle/tokenizers';
import { expect, it } from 'vitest';
import { probabilities } from '../pipeline/pipeline.js';
import { noRepeatNgram } from './index.js';

const tokenizer = byte.train([], byte.config.parse({}));

samplerSuite(noRepeatNgram, { tokenizer, variants: { words: { size: 1 }, defaults: {} } });

it('bans what followed the last tokens before', () => {
  const { create, config } = noRepeatNgram;
  const processors = [create(config.parse({ size: 2 }), { tokenizer })];
  const history = [1, 2, 3, 1, 4, 1];
  expect([...probabilities([0, 0, 0, 0, 0], { processors }, { history })].map((p) => p > 0)).toEqual([true, true, false, true, false]);
});
