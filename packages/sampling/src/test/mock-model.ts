import { createRandom, type Decoder, type Model } from '@prattle/core';
import { readSync, tensor } from '@prattle/ops';

export interface MockModelOptions {
  readonly vocabularySize?: number;
  readonly contextLength?: number;
  /** Offer a decoder of its own. */
  readonly decodes?: boolean;
}

/**
 * A next-token model whose logits are a sum over the last `contextLength` tokens, older ones weighing less: enough to
 * notice a token that is missing, doubled or in the wrong place.
 */
export function mockModel({ vocabularySize = 7, contextLength = 5, decodes = false }: MockModelOptions = {}): Model {
  const table = createRandom('philox', 3).normal(vocabularySize * vocabularySize, 0, 2);

  function logitsAfter(tokens: readonly number[]): Float32Array {
    const logits = new Float32Array(vocabularySize);
    const window = tokens.slice(-contextLength);
    for (const [index, token] of window.entries()) {
      const weight = 0.7 ** (window.length - 1 - index);
      for (let id = 0; id < vocabularySize; id++) logits[id] = (logits[id] ?? 0) + weight * (table[token * vocabularySize + id] ?? 0);
    }
    return logits;
  }

  function stacked(rows: readonly Float32Array[]): Float32Array {
    return Float32Array.from(rows.flatMap((row) => [...row]));
  }

  function decoder(slots: number): Decoder {
    const seen = Array.from({ length: slots }, (): number[] => []);
    const historyOf = (slot: number): number[] => seen[slot] ?? [];
    const logitsOf = (active: readonly number[]) =>
      tensor(stacked(active.map((slot) => logitsAfter(historyOf(slot)))), [active.length, vocabularySize]);
    return {
      slots,
      length: (slot) => Math.min(historyOf(slot).length, contextLength),
      step(tokens, active = [...seen.keys()]) {
        for (const [row, slot] of active.entries()) historyOf(slot).push(tokens[row] ?? 0);
        return logitsOf(active);
      },
      prefill(slot, tokens) {
        historyOf(slot).push(...tokens);
        return logitsOf([slot]);
      },
      reset: (slot) => void historyOf(slot).splice(0),
      copy: (from, to) => void historyOf(to).splice(0, Number.POSITIVE_INFINITY, ...historyOf(from)),
      dispose: () => undefined,
    };
  }

  return {
    task: 'next-token',
    data: { vocabularySize, contextLength },
    parameters: new Map(),
    buffers: new Map(),
    forward(input) {
      const [rows = 0, time = 0] = input.shape;
      const tokens = [...readSync(input)];
      const logits: Float32Array[] = [];
      for (let row = 0; row < rows; row++) {
        const sequence = tokens.slice(row * time, (row + 1) * time);
        for (let last = 1; last <= time; last++) logits.push(logitsAfter(sequence.slice(0, last)));
      }
      return { logits: tensor(stacked(logits), [rows, time, vocabularySize]) };
    },
    ...(decodes ? { decoder } : {}),
    dispose: () => undefined,
  };
}
