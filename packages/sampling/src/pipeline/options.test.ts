import { expect, it } from 'vitest';
import type { SamplingOptions } from './options.js';
import { probabilities } from './pipeline.js';

const LOGITS = [1.2, 0.9, 0.1, -0.4, -2];
const HISTORY = [0, 1, 1];

/** Every option, with a value that must matter. The type makes a new option a compile error until it stands here. */
const each: { readonly [Name in keyof Required<SamplingOptions>]: SamplingOptions[Name] } = {
  repetitionPenalty: 1.4,
  presencePenalty: 0.6,
  frequencyPenalty: 0.3,
  bias: new Map([[3, 1]]),
  ban: [1],
  possibleNext: () => [0, 2],
  processors: [(logits) => void logits.reverse()],
  temperature: 0.5,
  topK: 3,
  topP: 0.7,
  minP: 0.3,
  typicalP: 0.6,
};

it.each(Object.entries(each))('%s changes what is drawn from, and nothing is lost', (name, value) => {
  const plain = probabilities(LOGITS, {}, { history: HISTORY });
  const changed = probabilities(LOGITS, { [name]: value }, { history: HISTORY });
  const moved = plain.reduce((sum, p, id) => sum + Math.abs(p - (changed[id] ?? 0)), 0);
  expect(moved).toBeGreaterThan(0.05);
  expect(changed.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
});
