import { ConfigError } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { createPipeline, probabilities } from './pipeline.js';

const LOGITS = [2, 1, 0, -1, -2];

function kept(distribution: Float64Array): number[] {
  return Array.from(distribution.keys()).filter((id) => (distribution[id] ?? 0) > 0);
}

describe('probabilities', () => {
  it('are the softmax of the logits when nothing is set', () => {
    const total = LOGITS.reduce((sum, logit) => sum + Math.exp(logit), 0);
    for (const [id, p] of probabilities(LOGITS).entries()) expect(p).toBeCloseTo(Math.exp(LOGITS[id] ?? 0) / total, 14);
  });

  it('are one for the largest logit at temperature 0, the lowest id on ties', () => {
    expect([...probabilities([1, 3, 3, 2], { temperature: 0 })]).toEqual([0, 1, 0, 0]);
  });

  it.each([1e-300, 1e-9, 1e9])('sum to one at temperature %f', (temperature) => {
    expect(probabilities([500, -500, 499], { temperature }).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('sharpen below temperature 1 and flatten above', () => {
    const [cold, plain, hot] = [0.5, 1, 2].map((temperature) => probabilities(LOGITS, { temperature })[0] ?? 0);
    expect(cold).toBeGreaterThan(plain ?? 0);
    expect(hot).toBeLessThan(plain ?? 0);
  });

  it('keep everything that ties with the k-th logit', () => {
    expect(kept(probabilities([3, 1, 2, 2, 0], { topK: 2 }))).toEqual([0, 2, 3]);
  });

  it('keep the lower id of two equals where top-p ends between them', () => {
    expect(kept(probabilities([0, 0, 0, 0], { topP: 0.3 }))).toEqual([0, 1]);
  });

  it('keep at least one token, however small top-p is', () => {
    expect(kept(probabilities(LOGITS, { topP: 0 }))).toEqual([0]);
  });

  it('keep tokens within a fraction of the likeliest', () => {
    expect(kept(probabilities(LOGITS, { minP: Math.exp(-2) }))).toEqual([0, 1, 2]);
  });

  it('penalise what the history holds, once', () => {
    const penalised = probabilities(LOGITS, { repetitionPenalty: 2 }, { history: [0, 0, 4] });
    const expected = probabilities([1, 1, 0, -1, -4]);
    expect([...penalised]).toEqual([...expected]);
  });

  it('take presence and frequency penalties off the logits, one once and the other for every time', () => {
    const options = { presencePenalty: 0.5, frequencyPenalty: 0.25 };
    const penalised = probabilities(LOGITS, options, { history: [0, 0, 0, 4] });
    expect([...penalised]).toEqual([...probabilities([2 - 0.5 - 0.75, 1, 0, -1, -2 - 0.5 - 0.25])]);
  });

  it('add a bias, and leave out what is banned', () => {
    const options = { bias: new Map([[4, 3]]), ban: [0, 2] };
    expect([...probabilities(LOGITS, options)]).toEqual([...probabilities([-Infinity, 1, -Infinity, -1, 1])]);
  });

  it('leave what a grammar allows, whatever else is set', () => {
    const evenAfterOdd = (history: readonly number[]) => [0, 1, 2, 3, 4].filter((id) => (id + (history.at(-1) ?? 0)) % 2 === 1);
    expect(kept(probabilities(LOGITS, { possibleNext: evenAfterOdd, topK: 4 }, { history: [3] }))).toEqual([0, 2, 4]);
    expect(kept(probabilities(LOGITS, { possibleNext: evenAfterOdd, temperature: 0 }, { history: [0] }))).toEqual([1]);
    expect(() => probabilities(LOGITS, { possibleNext: () => [] })).toThrow(/Every token is banned.*grammar/);
  });

  it('keep what is about as surprising as expected, when typical', () => {
    // Probabilities 0.5, 0.3, 0.1, 0.1: entropy 1.168 nats, surprises 0.69, 1.20, 2.30, 2.30; the second is nearest.
    const logits = [0.5, 0.3, 0.1, 0.1].map(Math.log);
    expect(kept(probabilities(logits, { typicalP: 0.2 }))).toEqual([1]);
    expect(kept(probabilities(logits, { typicalP: 0.5 }))).toEqual([0, 1]);
    expect(kept(probabilities(logits, { typicalP: 0.85 }))).toEqual([0, 1, 2, 3]);
  });

  it.each([{ bias: new Map([[5, 1]]) }, { ban: [-1] }, { possibleNext: () => [0.5] }])(
    'refuse tokens outside of the vocabulary: %o',
    (options) => {
      expect(() => probabilities(LOGITS, options)).toThrow(/names the token .*knows 0 to 4/);
    },
  );

  it('see processors after the repetition penalty and before the temperature', () => {
    const seen: number[][] = [];
    const watch = (logits: Float64Array): void => {
      seen.push([...logits]);
      logits[0] = Number.NEGATIVE_INFINITY;
    };
    const result = probabilities(LOGITS, { repetitionPenalty: 2, processors: [watch], temperature: 0.5 }, { history: [0] });
    expect(seen).toEqual([[1, 1, 0, -1, -2]]);
    expect(kept(result)).toEqual([1, 2, 3, 4]);
  });

  it('refuse logits that are not numbers, and a ban on everything', () => {
    expect(() => probabilities([0, Number.NaN])).toThrow(/logit of token 1 is NaN.*earlier checkpoint/);
    const banAll = (logits: Float64Array): void => void logits.fill(Number.NEGATIVE_INFINITY);
    expect(() => probabilities(LOGITS, { processors: [banAll] })).toThrow(/Every token is banned/);
  });

  it.each([
    { temperature: -1 },
    { temperature: Number.NaN },
    { topK: 1.5 },
    { topK: -1 },
    { topP: 1.1 },
    { minP: -0.1 },
    { repetitionPenalty: 0 },
  ])('refuse $0', (options) => {
    expect(() => probabilities(LOGITS, options)).toThrow(ConfigError);
    expect(() => probabilities(LOGITS, options)).toThrow(Object.keys(options)[0]);
  });
});

describe('createPipeline', () => {
  it('gives the same for a row whatever row came before', () => {
    const pipeline = createPipeline({ topP: 0.8, minP: 0.01, repetitionPenalty: 1.5 });
    const first = [...pipeline.distribution(LOGITS, { history: [1] })];
    pipeline.distribution([9, 8, 7], { history: [2] });
    expect([...pipeline.distribution(LOGITS, { history: [1] })]).toEqual(first);
  });
});
