import { readFile } from 'node:fs/promises';
import { readSafetensors } from '@prattle/checkpoint';
import { describe, expect, it } from 'vitest';
import { drawToken } from './draw.js';
import { probabilities } from './pipeline.js';

/** Next-token distributions recorded from PyTorch; the README beside the files says how. */
const FIXTURE = new URL('../../../testing/fixtures/golden/sampling.safetensors', import.meta.url);

interface Case {
  readonly name: string;
  readonly repetition_penalty: number;
  readonly temperature: number;
  readonly top_k: number;
  readonly top_p: number;
  readonly min_p: number;
}

const { tensors, metadata } = readSafetensors(await readFile(FIXTURE), 'sampling.safetensors');
const { cases, config, tolerance } = JSON.parse(metadata.description ?? '') as {
  cases: Case[];
  config: { vocab: number; rows: number; history: number; uniforms: number };
  tolerance: { probs: number };
};

/** One row of a stored matrix. */
function row(name: string, index: number, width: number): number[] {
  return Array.from(tensors.get(name)?.values.subarray(index * width, (index + 1) * width) ?? []);
}

describe.each(cases)('$name', ({ name, repetition_penalty: repetitionPenalty, temperature, top_k: topK, top_p: topP, min_p: minP }) => {
  it.each(Array.from({ length: config.rows }, (_, index) => index))('agrees with PyTorch in row %i', (index) => {
    const history = row('history', index, config.history);
    const options = { repetitionPenalty, temperature, topK, topP, minP };
    const actual = probabilities(row('logits', index, config.vocab), options, { history });
    const expected = row(`probs.${name}`, index, config.vocab);
    expect(Array.from(actual, (p) => p > 0)).toEqual(expected.map((p) => p > 0));
    expect(Math.max(...expected.map((p, id) => Math.abs(p - (actual[id] ?? Number.NaN))))).toBeLessThanOrEqual(tolerance.probs);
    const draws = row('uniforms', 0, config.uniforms).map((uniform) => drawToken(actual, uniform));
    expect(draws).toEqual(row(`draws.${name}`, index, config.uniforms));
  });
});
