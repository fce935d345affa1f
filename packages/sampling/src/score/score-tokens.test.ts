import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { memory, readSync, tensor } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { logProbability } from '../generate/log-probabilities.js';
import { mockModel } from '../test/mock-model.js';
import { scoreTokens } from './score-tokens.js';

useTfjsCpu();

const TEXT = [3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 0, 2];

/** log p of TEXT[index], given as many tokens before it as the context holds. */
function direct(model: ReturnType<typeof mockModel>, index: number): number {
  const window = TEXT.slice(Math.max(0, index - model.data.contextLength), index);
  const { logits } = model.forward(tensor(Int32Array.from(window), [1, window.length]));
  const values = readSync(logits ?? tensor([], [0])) as Float32Array;
  logits?.dispose();
  return logProbability(values.subarray(-model.data.vocabularySize), TEXT[index] ?? 0);
}

describe('scoreTokens', () => {
  it('gives every token what the model gives it, with a stride of one', async () => {
    const model = mockModel();
    const { logProbabilities, perplexity } = await scoreTokens(model, TEXT, { stride: 1 });
    expect(logProbabilities).toHaveLength(TEXT.length - 1);
    for (const [index, found] of logProbabilities.entries()) expect(found).toBeCloseTo(direct(model, index + 1), 5);
    const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / logProbabilities.length;
    expect(Math.log(perplexity)).toBeCloseTo(-mean, 10);
  });

  it.each([undefined, 2, 5, 100])('scores every token once with a stride of %s', async (stride) => {
    const model = mockModel();
    const { logProbabilities } = await scoreTokens(model, TEXT, stride === undefined ? {} : { stride });
    // The first window sees everything before its tokens, whatever the stride.
    for (let index = 0; index < 5; index++) expect(logProbabilities[index]).toBeCloseTo(direct(model, index + 1), 5);
    expect(Array.from(logProbabilities).every((value) => value < 0)).toBe(true);
  });

  it('leaves no tensor behind, and refuses a text without a second token', async () => {
    const before = memory().tensors;
    await scoreTokens(mockModel(), TEXT);
    expect(memory().tensors).toBe(before);
    await expect(scoreTokens(mockModel(), [1])).rejects.toThrow(/fewer than two tokens/);
  });
});
