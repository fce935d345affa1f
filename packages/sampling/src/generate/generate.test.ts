import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom, type Model } from '@prattle/core';
import { memory, readSync, tensor } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { probabilities } from '../pipeline/pipeline.js';
import { mockModel } from '../test/mock-model.js';
import { type GenerateOptions, generate } from './generate.js';
import type { GeneratedToken } from './generation.js';

useTfjsCpu();

async function collect(model: Model, options: GenerateOptions): Promise<GeneratedToken[]> {
  const tokens: GeneratedToken[] = [];
  for await (const token of generate(model, options)) tokens.push(token);
  return tokens;
}

function textsOf(tokens: readonly GeneratedToken[]): number[][] {
  const sequences = 1 + Math.max(...tokens.map(({ sequence }) => sequence));
  return Array.from({ length: sequences }, (_, index) => tokens.filter(({ sequence }) => sequence === index).map(({ token }) => token));
}

const seeded = (prompt: readonly number[], seed: number) => ({ prompt, random: createRandom('philox', seed) });

describe('generate', () => {
  it.each([0, 1])(
    'gives the same with a decoder as by running the model again, beyond the context too (temperature %i)',
    async (temperature) => {
      const options = () => ({ sequences: [seeded([1, 2], 5), seeded([3], 6), seeded([0, 1, 2, 3, 4, 5, 6], 7)], tokens: 20, temperature });
      const cached = await collect(mockModel({ decodes: true }), options());
      const recomputed = await collect(mockModel(), options());
      expect(cached).toEqual(recomputed);
      expect(textsOf(cached).map((text) => text.length)).toEqual([20, 20, 20]);
    },
  );

  it.each([true, false])('gives a sequence the same whatever is generated beside it (decoder: %s)', async (decodes) => {
    const model = mockModel({ decodes });
    const [alone] = textsOf(await collect(model, { sequences: [seeded([4, 2], 9)], tokens: 15 }));
    const beside = await collect(model, { sequences: [seeded([1], 1), seeded([4, 2], 9), seeded([6, 6, 6], 2)], tokens: 15 });
    expect(textsOf(beside)[1]).toEqual(alone);
  });

  it('repeats itself with a seed and differs with another', async () => {
    const model = mockModel({ decodes: true });
    const withSeed = async (seed: number) => textsOf(await collect(model, { sequences: [seeded([1], seed)], tokens: 30, temperature: 2 }));
    expect(await withSeed(1)).toEqual(await withSeed(1));
    expect(await withSeed(1)).not.toEqual(await withSeed(2));
  });

  it('draws the first token as often as the probabilities say', async () => {
    const model = mockModel();
    const draws = 4000;
    const sequences = Array.from({ length: draws }, (_, seed) => seeded([2], seed));
    const counts = new Float64Array(model.data.vocabularySize);
    for (const { token } of await collect(model, { sequences, tokens: 1, temperature: 1.5, topK: 5 }))
      counts[token] = (counts[token] ?? 0) + 1;
    const logits = model.forward(tensor(Int32Array.of(2), [1, 1])).logits;
    const expected = probabilities([...readSync(logits ?? tensor([], [0]))], { temperature: 1.5, topK: 5 });
    let chiSquare = 0;
    for (const [id, p] of expected.entries()) {
      if (p === 0) expect(counts[id]).toBe(0);
      else chiSquare += ((counts[id] ?? 0) - draws * p) ** 2 / (draws * p);
    }
    logits?.dispose();
    // The 99.9 % point of chi-square with 4 degrees of freedom.
    expect(chiSquare).toBeLessThan(18.47);
  });

  it('ends a sequence at a stop id while the others go on', async () => {
    const model = mockModel({ decodes: true });
    const sequences = () => [seeded([1], 1), seeded([2], 2), seeded([3], 3)];
    const free = textsOf(await collect(model, { sequences: sequences(), tokens: 40 }));
    const stop = 4;
    const stopped = await collect(model, { sequences: sequences(), tokens: 40, stop: [stop] });
    const untilStop = free.map((text) => (text.includes(stop) ? text.slice(0, text.indexOf(stop) + 1) : text));
    expect(textsOf(stopped)).toEqual(untilStop);
    const ends = stopped.filter(({ finish }) => finish).map(({ sequence, token, finish }) => ({ sequence, token, finish }));
    expect(ends).toHaveLength(3);
    for (const { token, finish } of ends) expect(finish).toBe(token === stop ? 'stop' : 'length');
  });

  it("tells the model's own log-probability of a token", async () => {
    const model = mockModel();
    const [first] = await collect(model, { sequences: [seeded([2], 1)], tokens: 1, temperature: 0, logProbabilities: true });
    const { logits } = model.forward(tensor(Int32Array.of(2), [1, 1]));
    const expected = Math.max(...probabilities([...readSync(logits ?? tensor([], [0]))]));
    logits?.dispose();
    expect(first?.logProbability).toBeCloseTo(Math.log(expected), 12);
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    for await (const { token } of generate(mockModel(), { sequences: [seeded([1], 1)], tokens: 1000, signal: controller.signal })) {
      seen.push(token);
      if (seen.length === 3) controller.abort();
    }
    expect(seen).toHaveLength(3);
  });

  it('lets timers run while it works', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await collect(mockModel(), { sequences: [seeded([1], 1)], tokens: 3000 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it.each([true, false])('leaves no tensor behind, also when it is left early (decoder: %s)', async (decodes) => {
    const model = mockModel({ decodes });
    const before = memory().tensors;
    await collect(model, { sequences: [seeded([1], 1), seeded([2, 3], 2)], tokens: 50 });
    for await (const { token } of generate(model, { sequences: [seeded([1], 1)], tokens: 50 })) if (token >= 0) break;
    expect(memory().tensors).toBe(before);
  });

  it('refuses prompts that are empty or not of this vocabulary, and models without logits', async () => {
    const model = mockModel();
    await expect(collect(model, { sequences: [seeded([], 1)], tokens: 1 })).rejects.toThrow(/sequence 0 is empty/);
    await expect(collect(model, { sequences: [seeded([1], 1), seeded([7], 1)], tokens: 1 })).rejects.toThrow(/sequence 1 .*id 7.*0 to 6/);
    const silent: Model = { ...model, task: 'regression', forward: () => ({}) };
    await expect(collect(silent, { sequences: [seeded([1], 1)], tokens: 1 })).rejects.toThrow(/regression gives no logits/);
  });
});
