import type { Decoder, Model } from '@prattle/core';
import { readSync, tensor, tidy } from '@prattle/ops';
import { expect, it } from 'vitest';
import type { ModelCase } from './cases.js';
import type { MakeCase } from './suite.js';

const TOLERANCE = 2e-5;

/** Decoding token by token against full passes over what the decoder says it remembers. */
export function decodingChecks(make: MakeCase): void {
  it('decodes step by step as a full pass would, within and beyond the context', () => {
    withDecoder(make(31), 1, (decoder, model, random) => {
      const history: number[] = [];
      for (let i = 0; i < 2 * model.data.contextLength + 2; i++) {
        const token = random();
        history.push(token);
        expectFull(model, decoder, 0, history, stepLogits(decoder, [token])[0], `step ${i}`);
      }
    });
  });

  it('takes a prompt at once, in pieces, or longer than the context', () => {
    withDecoder(make(32), 1, (decoder, model, random) => {
      for (const lengths of [[1], [2, 3], [model.data.contextLength], [model.data.contextLength + 3, 2]]) {
        decoder.reset(0);
        const history: number[] = [];
        for (const length of lengths) {
          const piece = Array.from({ length }, random);
          history.push(...piece);
          const logits = decoder.prefill(0, Int32Array.from(piece));
          expectFull(model, decoder, 0, history, readSync(logits), `prompt in pieces of ${lengths}`);
          logits.dispose();
        }
      }
    });
  });

  it('keeps slots apart, whichever are fed, copied and reset', () => {
    withDecoder(make(33), 3, (decoder, model, random) => {
      const histories: number[][] = [[], [], []];
      const feed = (slots: readonly number[]): void => {
        const tokens = slots.map(random);
        const logits = stepLogits(decoder, tokens, slots);
        for (const [i, slot] of slots.entries()) {
          const history = histories[slot] ?? [];
          history.push(tokens[i] ?? 0);
          expectFull(model, decoder, slot, history, logits[i], `slot ${slot} of ${slots}`);
        }
      };
      for (let i = 0; i < model.data.contextLength; i++) feed([1]);
      feed([0, 1, 2]);
      feed([2, 0]);
      decoder.copy(2, 1);
      histories[1] = [...(histories[2] ?? [])];
      decoder.reset(2);
      histories[2] = [];
      feed([2, 1, 0]);
      feed([0, 1, 2]);
    });
  });
}

function withDecoder(one: ModelCase, slots: number, use: (decoder: Decoder, model: Model, random: () => number) => void): void {
  const model = one.build();
  const decoder = model.decoder?.(slots);
  if (decoder) use(decoder, model, () => one.draw.integer(0, one.data.vocabularySize - 1));
  decoder?.dispose();
  model.dispose();
}

function expectFull(
  model: Model,
  decoder: Decoder,
  slot: number,
  history: readonly number[],
  got: ArrayLike<number> = [],
  what = '',
): void {
  const remembered = decoder.length(slot);
  expect(remembered, what).toBeGreaterThan(0);
  expect(relativeError(got, fullLogits(model, history.slice(-remembered))), what).toBeLessThan(TOLERANCE);
}

/** The logits of the position after `tokens`, by a forward pass over all of them. */
function fullLogits(model: Model, tokens: readonly number[]): Float32Array {
  return tidy(() => {
    const { logits } = model.forward(tensor(Int32Array.from(tokens), [1, tokens.length]));
    if (!logits) throw new Error('The forward pass returned no logits.');
    return Float32Array.from(readSync(logits).slice(-model.data.vocabularySize));
  });
}

/** Feeds one token to each named slot and returns each slot's logits. */
function stepLogits(decoder: Decoder, tokens: readonly number[], slots?: readonly number[]): Float32Array[] {
  const logits = decoder.step(Int32Array.from(tokens), slots);
  const values = readSync(logits);
  const width = logits.shape[1] ?? 0;
  logits.dispose();
  return tokens.map((_, row) => Float32Array.from(values.subarray(row * width, (row + 1) * width)));
}

/** max|a - b| against the size of b. */
function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let gap = 0;
  let scale = 1e-3;
  for (let i = 0; i < b.length; i++) {
    gap = Math.max(gap, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN)));
    scale = Math.max(scale, Math.abs(b[i] ?? 0));
  }
  return gap / scale;
}
