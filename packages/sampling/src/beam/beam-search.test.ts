import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { memory, readSync, tensor } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { logProbability } from '../generate/log-probabilities.js';
import { rowOf } from '../generate/rows.js';
import { mockModel } from '../test/mock-model.js';
import { beamSearch } from './beam-search.js';

useTfjsCpu();

const VOCABULARY = 4;
const PROMPT = [1, 2];

/** log p of a continuation of the prompt, by one forward pass over it all. */
function scoreOf(model: ReturnType<typeof mockModel>, continuation: readonly number[]): number {
  const tokens = [...PROMPT, ...continuation];
  const logits = model.forward(tensor(Int32Array.from(tokens), [1, tokens.length])).logits ?? tensor([], [0]);
  const rows = readSync(logits) as Float32Array;
  logits.dispose();
  return continuation.reduce((sum, token, index) => sum + logProbability(rowOf(rows, PROMPT.length - 1 + index, tokens.length), token), 0);
}

/** Every sequence of this length. */
function allOf(length: number): number[][] {
  if (length === 0) return [[]];
  return allOf(length - 1).flatMap((start) => Array.from({ length: VOCABULARY }, (_, token) => [...start, token]));
}

describe.each([true, false])('beamSearch (decoder: %s)', (decodes) => {
  const model = mockModel({ vocabularySize: VOCABULARY, decodes });

  it('is exhaustive with enough beams', async () => {
    const expected = allOf(3).sort((a, b) => scoreOf(model, b) - scoreOf(model, a));
    const beams = await beamSearch(model, { prompt: PROMPT, beams: 64, tokens: 3 });
    expect(beams.map(({ tokens }) => tokens)).toEqual(expected);
    for (const { tokens, logProbability: found } of beams) expect(found).toBeCloseTo(scoreOf(model, tokens), 5);
  });

  it('finds a likelier text than greedy choice, and is greedy with one beam', async () => {
    const [greedy] = await beamSearch(model, { prompt: PROMPT, beams: 1, tokens: 6 });
    const [wide] = await beamSearch(model, { prompt: PROMPT, beams: 8, tokens: 6 });
    expect(wide?.logProbability).toBeGreaterThanOrEqual(greedy?.logProbability ?? 0);
    for (const [index, token] of (greedy?.tokens ?? []).entries()) {
      const start = greedy?.tokens.slice(0, index) ?? [];
      const scores = Array.from({ length: VOCABULARY }, (_, id) => scoreOf(model, [...start, id]));
      expect(token).toBe(scores.indexOf(Math.max(...scores)));
    }
  });

  it('ends hypotheses at stop ids and ranks them by their length as asked', async () => {
    const options = { prompt: PROMPT, beams: 16, tokens: 4, stop: [0] };
    const beams = await beamSearch(model, { ...options, lengthPenalty: 0 });
    for (const { tokens, finish } of beams) {
      expect(tokens.slice(0, -1)).not.toContain(0);
      expect(finish).toBe(tokens.at(-1) === 0 ? 'stop' : 'length');
    }
    const meanLength = async (lengthPenalty: number) => {
      const found = await beamSearch(model, { ...options, lengthPenalty });
      return found.reduce((sum, { tokens }) => sum + tokens.length, 0) / found.length;
    };
    expect(await meanLength(3)).toBeGreaterThan(await meanLength(0));
  });

  it('keeps to a grammar, and leaves no tensor behind', async () => {
    const before = memory().tensors;
    const beams = await beamSearch(model, {
      prompt: PROMPT,
      beams: 4,
      tokens: 3,
      possibleNext: (history) => [(history.length + 1) % 4, 3],
    });
    for (const { tokens } of beams) for (const [index, token] of tokens.entries()) expect([(index + 3) % 4, 3]).toContain(token);
    expect(memory().tensors).toBe(before);
  });
});
