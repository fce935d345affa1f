import { tokenizerSuite } from '@prattle/testing';
import { expect, test } from 'vitest';
import capitals from './capitals.js';

const [tokenizer] = capitals().tokenizers ?? [];
if (tokenizer) tokenizerSuite(tokenizer, { roundTrip: 'all' });

test('a word has the same letters, however it is written', () => {
  const { encode } = capitals().tokenizers?.[0]?.train([], { end: false }) ?? {};
  const anna = encode?.('anna') ?? [];
  expect([...(encode?.('Anna') ?? [])].slice(1)).toEqual([...anna]);
});
