import backendTfjs from '@prattle/backend-tfjs';
import { type Backend, createRandom, createRegistry, type Model } from '@prattle/core';
import models from '@prattle/models';
import tokenizers from '@prattle/tokenizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../backend.js';
import { scoreText } from './score-text.js';
import { writeStream, writeTexts, writeWhole } from './write-text.js';

const registry = createRegistry([models(), tokenizers(), backendTfjs()]);
const plugin = registry.get('tokenizer', 'character');
const tokenizer = plugin.train(['abcdefgh \n'], plugin.config.parse({}));

let backend: Backend;
let model: Model;
beforeAll(async () => {
  backend = await openBackend(registry, 'tfjs-cpu');
  const { build, config } = registry.get('model', 'transformer');
  const data = { vocabularySize: tokenizer.vocabularySize, contextLength: 16 };
  model = build(config.parse({ layers: 1, heads: 2, width: 16 }), { data, random: createRandom('philox', 1) });
});
afterAll(() => {
  model.dispose();
  backend.close();
});

describe('writeWhole', () => {
  it('writes so many texts of each prompt, each the same whatever stands beside it', async () => {
    const both = await writeWhole(model, tokenizer, { prompt: ['ab', 'cdefg'], count: 2, tokens: 8, seed: 5 });
    expect(both.map(({ prompt }) => prompt)).toEqual(['ab', 'ab', 'cdefg', 'cdefg']);
    expect(both.map(({ text }) => text.length)).toEqual([10, 10, 13, 13]);
    const [last] = await writeTexts(model, tokenizer, { prompt: 'cdefg', tokens: 8, seed: 8 });
    expect(last).toBe(both[3]?.text);
  });

  it('ends at a stop text, which it does not show', async () => {
    const [free = ''] = await writeTexts(model, tokenizer, { prompt: 'a', tokens: 40, temperature: 1.5 });
    const stop = free.slice(11, 13);
    const [stopped] = await writeWhole(model, tokenizer, { prompt: 'a', tokens: 40, temperature: 1.5, stop: [stop, 'never there'] });
    expect(stopped?.text).toBe(free.slice(0, free.indexOf(stop, 1)));
    expect(stopped?.finish).toBe('stop');
  });

  it('never writes what is banned, and writes what is favoured', async () => {
    const [without = ''] = await writeTexts(model, tokenizer, { prompt: 'a', tokens: 60, ban: ['b', '\n'] });
    expect(without).not.toMatch(/[b\n]/);
    const [favoured = ''] = await writeTexts(model, tokenizer, { prompt: 'a', tokens: 60, bias: ['c=50'] });
    expect(favoured).toBe(`a${'c'.repeat(60)}`);
  });

  it.each([
    [{ ban: ['ab'] }, /ban of "ab" names 2 tokens.*one token at a time/],
    [{ bias: ['c'] }, /bias "c" is not TEXT=NUMBER/],
    [{ bias: ['c=x'] }, /bias "c=x"/],
    [{ beams: 0 }, /"beams" is 0/],
  ])('refuses %o', async (options, message) => {
    await expect(writeWhole(model, tokenizer, options)).rejects.toThrow(message);
  });

  it('finds with beams a text that is at least as likely as the greedy one', async () => {
    const likelihood = async (text: string) => (await scoreText(model, tokenizer, text)).loss;
    const [greedy] = await writeTexts(model, tokenizer, { prompt: 'a', tokens: 6, temperature: 0 });
    const beams = await writeTexts(model, tokenizer, { prompt: 'a', tokens: 6, beams: 8, count: 3 });
    expect(new Set(beams).size).toBe(3);
    expect(await likelihood(beams[0] ?? '')).toBeLessThanOrEqual((await likelihood(greedy ?? '')) + 1e-5);
  });
});

describe.each([
  ['p10', { digits: 3, exponent: 4, end: true }],
  ['p10', { digits: 6, exponent: 2 }],
  ['ieee', { digits: 3, end: true }],
])('with number tokens, %s %o', (name, settings) => {
  const plugin = registry.get('tokenizer', name);
  const numbers = plugin.train([], plugin.config.parse(settings));
  const isNumbers = (text: string) => /^(-?[\d.]+(e[-+]\d+)?)( -?[\d.]+(e[-+]\d+)?)*$/.test(text);

  it('writes nothing but numbers, also one by one, after a prompt, and with beams', async () => {
    const { build, config } = registry.get('model', 'transformer');
    const data = { vocabularySize: numbers.vocabularySize, contextLength: 16 };
    const untrained = build(config.parse({ layers: 1, heads: 2, width: 16 }), { data, random: createRandom('philox', 1) });
    // Whole numbers of tokens, so that none is cut off.
    const tokens = numbers.encode('1').length * 4;
    for (const options of [
      { count: 20, temperature: 2 },
      { prompt: ['3', '-1 25'], count: 5 },
      { beams: 3, prompt: '-4' },
    ]) {
      const written = await writeWhole(untrained, numbers, { tokens, ...options });
      for (const { prompt, text } of written) {
        expect(text).toSatisfy(isNumbers);
        expect(text.startsWith(prompt)).toBe(true);
        expect([' ', undefined]).toContain(prompt === '' ? undefined : text[prompt.length]);
      }
    }
    untrained.dispose();
  });
});

it('streams what the whole texts are made of', async () => {
  const options = { prompt: ['ab', 'c'], tokens: 12, seed: 3, stop: ['h'], logProbabilities: 2 } as const;
  const whole = await writeWhole(model, tokenizer, options);
  const texts = [...options.prompt] as string[];
  for await (const { text, chunk, token } of writeStream(model, tokenizer, options)) {
    texts[text] += chunk;
    expect(token?.alternatives).toHaveLength(2);
  }
  expect(texts).toEqual(whole.map(({ text }) => text));
});

it('scores a text by what the model gives each of its tokens', async () => {
  const { tokens, loss, perplexity, bitsPerCharacter } = await scoreText(model, tokenizer, 'abc');
  expect(tokens.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  expect(loss).toBeCloseTo(-tokens.reduce((sum, { logProbability }) => sum + logProbability, 0) / 3, 10);
  expect(perplexity).toBeCloseTo(Math.exp(loss), 10);
  expect(bitsPerCharacter).toBeCloseTo(loss / Math.LN2, 10);
});
