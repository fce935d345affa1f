import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom } from '@prattle/core';
import { memory } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { mockModel } from '../test/mock-model.js';
import { createGeneration, type GeneratedToken, type SequenceOptions } from './generation.js';

useTfjsCpu();

const sequence = (seed: number, more: Partial<SequenceOptions> = {}): SequenceOptions => ({
  prompt: [seed % 7],
  random: createRandom('philox', seed),
  tokens: 12,
  ...more,
});

describe.each([true, false])('createGeneration (decoder: %s)', (decodes) => {
  const model = mockModel({ decodes });

  async function alone(options: SequenceOptions): Promise<number[]> {
    const generation = createGeneration(model, { slots: 1 });
    generation.add(options);
    const tokens: number[] = [];
    while (generation.running > 0) tokens.push(...(await generation.step()).map(({ token }) => token));
    generation.dispose();
    return tokens;
  }

  it('gives a sequence the same whoever joins, leaves and takes its slot meanwhile', async () => {
    const generation = createGeneration(model, { slots: 2 });
    const written = new Map<number, number[]>();
    const step = async () => {
      for (const { sequence: number, token } of await generation.step()) written.set(number, [...(written.get(number) ?? []), token]);
    };
    const first = generation.add(sequence(1));
    await step();
    const removed = generation.add(sequence(2));
    await step();
    await step();
    generation.remove(removed);
    expect(generation.free).toBe(1);
    const late = generation.add(sequence(3, { temperature: 2, topK: 4, prompt: [1, 2, 3, 4, 5, 6] }));
    while (generation.running > 0) await step();
    generation.dispose();
    expect(written.get(first)).toEqual(await alone(sequence(1)));
    expect(written.get(removed)).toEqual((await alone(sequence(2))).slice(0, 2));
    expect(written.get(late)).toEqual(await alone(sequence(3, { temperature: 2, topK: 4, prompt: [1, 2, 3, 4, 5, 6] })));
  });

  it('says when there is no room, and has it again when a sequence is over', async () => {
    const generation = createGeneration(model, { slots: 1 });
    generation.add(sequence(1, { tokens: 1 }));
    expect(() => generation.add(sequence(2))).toThrow(/All 1 slots .* taken.*remove one/);
    const [only] = await generation.step();
    expect(only).toMatchObject({ sequence: 0, finish: 'length' });
    expect(generation.add(sequence(2))).toBe(1);
    generation.dispose();
  });

  it('gives no token to who leaves while the logits are read', async () => {
    const generation = createGeneration(model, { slots: 2 });
    const leaves = generation.add(sequence(1));
    const stays = generation.add(sequence(2));
    const step = generation.step();
    generation.remove(leaves);
    expect((await step).map(({ sequence: number }) => number)).toEqual([stays]);
    generation.dispose();
  });

  it('tells the likeliest alternatives', async () => {
    const generation = createGeneration(model, { slots: 1 });
    generation.add(sequence(1, { temperature: 0, logProbabilities: 3 }));
    const [{ token, logProbability, alternatives = [] } = {} as GeneratedToken] = await generation.step();
    generation.dispose();
    expect(alternatives).toHaveLength(3);
    expect(alternatives[0]).toEqual({ token, logProbability });
    expect(alternatives.map((one) => one.logProbability)).toEqual([...alternatives.map((one) => one.logProbability)].sort((a, b) => b - a));
  });

  it('leaves no tensor behind', async () => {
    const before = memory().tensors;
    const generation = createGeneration(model, { slots: 3 });
    for (let seed = 0; seed < 3; seed++) generation.add(sequence(seed));
    await generation.step();
    generation.remove(1);
    await generation.step();
    generation.dispose();
    expect(memory().tensors).toBe(before);
  });
});
