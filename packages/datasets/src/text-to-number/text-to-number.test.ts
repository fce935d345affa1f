import { createRandom } from '@prattle/core';
import { datasetSuite } from '@prattle/testing';
import { byte, character } from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { storageWith, trainCharacters } from '../test/helpers.js';
import { textToNumber } from './plugin.js';

const LINES = Array.from({ length: 30 }, (_, row) => JSON.stringify({ text: `row ${row}`, value: row / 2 })).join('\n');
const storage = await storageWith({ 'lines.jsonl': LINES });

datasetSuite(textToNumber, { storage, paths: ['lines.jsonl'], tokenizer: character });
datasetSuite(textToNumber, { storage, paths: ['lines.jsonl'], tokenizer: byte });
datasetSuite(textToNumber, { storage, paths: ['lines.jsonl'], tokenizer: character, settings: { cut: 3, standardise: false } });

async function prepare(content: string, settings: Record<string, unknown> = {}) {
  const open = await textToNumber.open(['a.jsonl'], textToNumber.config.parse({ validation: 0, test: 0, ...settings }), {
    storage: await storageWith({ 'a.jsonl': content }),
  });
  const { dataset, tokenizer } = open.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
  if (tokenizer === undefined || dataset.encoder === undefined) throw new Error('neither tokenizer nor encoder');
  const { encoder } = dataset;
  return {
    dataset,
    tokenizer,
    encoder,
    read: (example: unknown, context = 64) => tokenizer.decode(encoder.encode([example], context).values),
  };
}

const CONFIGS = '{"lr": 0.01, "deep": {"layers": 3}, "score": 5}\n{"lr": 0.5, "deep": {"layers": 4}, "score": 7}';

describe('text to number', () => {
  it('writes a row as JSON without its number, in the order of the training data', async () => {
    const { dataset, read } = await prepare(CONFIGS);
    expect(dataset.examples?.('train')[0]).toEqual({ input: '{"lr": 0.01, "deep": {"layers": 3}}', truth: { score: 5 } });
    expect(read({ deep: { layers: 9 }, lr: 0.25, score: 'unknown' })).toBe('{"lr": 0.25, "deep": {"layers": 9}}');
    expect(read({ lr: 0.25, seed: 4 })).toBe('{"lr": 0.25, "seed": 4}');
    expect(read('any text')).toBe('any text');
  });

  it('takes a single column of texts, or the one that is named, as the text', async () => {
    const one = await prepare('{"words": "seven", "value": 7}');
    expect(one.read({ words: 'eight' })).toBe('eight');
    const named = await prepare('{"id": 1, "words": "seven", "value": 7}', { text: 'words' });
    expect(named.dataset.examples?.('train')).toEqual([{ input: 'seven', truth: { value: 7 } }]);
    const nested = await prepare('{"config": {"lr": 1}, "value": 7}');
    expect([nested.read({ config: { lr: 2 } }), nested.read({ lr: 2 })]).toEqual(['{"lr": 2}', '{"lr": 2}']);
  });

  it('leaves columns out, also of what is asked later', async () => {
    const { dataset, read } = await prepare(CONFIGS, { drop: ['deep'] });
    expect(dataset.examples?.('train')[0]?.input).toBe('{"lr": 0.01}');
    expect(read({ deep: { layers: 9 }, lr: 0.25 })).toBe('{"lr": 0.25}');
    await expect(prepare(CONFIGS, { drop: ['dep'] })).rejects.toThrow(/no column "dep".*Did you mean "deep"/);
  });

  it('pads at the end with id 0, which no character has', async () => {
    const { encoder, tokenizer } = await prepare('{"words": "ab", "value": 7}');
    const [a, b] = tokenizer.encode('ab');
    expect(encoder.encode(['ab'], 5)).toEqual({ values: Int32Array.of(a ?? 0, b ?? 0, 0, 0, 0), shape: [1, 5] });
    expect(a).toBeGreaterThan(0);
  });

  it('knows every digit and letter, whatever the training data has, and replaces what it cannot know', async () => {
    const { read } = await prepare('{"words": "one", "value": 1}');
    expect(read('{"LR": 9876543210.5e-4, "ok?": [~]}')).toBe('{"LR": 9876543210.5e-4, "ok?": [~]}');
    expect(read('naïve Ω')).toBe('na\u{fffd}ve \u{fffd}');
  });

  it('reads texts to their end, with room for some digits, unless it is told to cut', async () => {
    const long = `{"words": "${'x'.repeat(70)}", "value": 1}`;
    expect((await prepare(long)).dataset.naturalContext).toBe(80);
    const cut = await prepare(long, { cut: 50 });
    expect(cut.dataset.naturalContext).toBe(50);
    expect(cut.read('y'.repeat(60), 50)).toBe('y'.repeat(50));
    const { encoder } = await prepare('{"words": "ab", "value": 7}');
    expect(() => encoder.encode(['a'.repeat(20)], 16)).toThrow(/text of example 1 has 20 tokens, and the model reads 16/);
  });

  it('scales numbers by the rows that are learnt from, and answers back', async () => {
    const { dataset, encoder } = await prepare(CONFIGS);
    const [batch] = dataset.sweep('train', { batch: 2, context: 64 });
    expect(batch?.targets.values).toEqual(Float32Array.of(-1, 1));
    expect(encoder.decode({ values: Float32Array.of(3), shape: [1, 1] })).toEqual([{ values: { score: 9 } }]);
    const asTheyAre = await prepare(CONFIGS, { standardise: false });
    expect([...asTheyAre.dataset.sweep('train', { batch: 2, context: 64 })][0]?.targets.values).toEqual(Float32Array.of(5, 7));
  });

  it.each([
    ['a number that is none', '{"text": "a", "value": "many"}', {}, /"value" of row 1 is "many", not a number.*--target/],
    ['no such column', '{"text": "a", "value": 1}', { target: 'valve' }, /no column "valve".*Did you mean "value"/],
    ['no text', '{"value": 1}', {}, /Beside value the data has no text/],
  ])('refuses %s', async (_, content, settings, message) => {
    await expect(prepare(content, settings)).rejects.toThrow(message);
  });
});
