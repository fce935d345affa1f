import type { Decoder, Tensor } from '@prattle/core';
import { gather, reshape, slice, tensor, tidy } from '@prattle/ops';
import { createFullWindow } from './full-window.js';

/**
 * Sequences of different lengths as one block: int32 [n, L] with L the longest, filled up on the right. A causal model's
 * outputs are not touched by what follows them.
 */
export function padWindows(windows: readonly (readonly number[])[]): Tensor {
  const length = Math.max(...windows.map((window) => window.length));
  const values = new Int32Array(windows.length * length);
  for (const [row, window] of windows.entries()) values.set(window, row * length);
  return tensor(values, [windows.length, length], 'int32');
}

/** The values at each row's last position: [n, L, C] → [n, C]. */
export function lastPositions(x: Tensor, lengths: readonly number[]): Tensor {
  const [rows = 0, length = 0, width = 0] = x.shape;
  // Without a table of places, so that a step with rows of one length can be recorded.
  if (lengths.every((used) => used === length)) return reshape(slice(x, [0, length - 1, 0], [rows, 1, width]), [rows, width]);
  const indices = Int32Array.from(lengths, (used, row) => row * length + used - 1);
  return gather(reshape(x, [rows * length, width]), tensor(indices, [rows], 'int32'));
}

/** Every slot, in order: what `Decoder.step` feeds when it is not told which. */
export function allSlots(slots: number): readonly number[] {
  return Array.from({ length: slots }, (_, slot) => slot);
}

export interface WindowDecoderOptions {
  readonly slots: number;
  /** How many tokens back the model looks. */
  readonly contextLength: number;
  /** Logits [n, V] after each row's last token, from tokens int32 [n, L] and the rows' lengths. */
  logits(tokens: Tensor, lengths: readonly number[]): Tensor;
}

/** Decoding for families whose memory is simply their last tokens: the window is run again for every token. */
export function createWindowDecoder({ slots, contextLength, logits }: WindowDecoderOptions): Decoder {
  const full = createFullWindow(contextLength, logits);
  const windows: number[][] = Array.from({ length: slots }, () => []);
  const remember = (slot: number, tokens: Iterable<number>): readonly number[] => {
    const window = [...(windows[slot] ?? []), ...tokens].slice(-contextLength);
    windows[slot] = window;
    return window;
  };
  const run = (rows: readonly (readonly number[])[]): Tensor => {
    const lengths = rows.map((row) => row.length);
    if (lengths.every((length) => length === contextLength)) return full.run(rows);
    return tidy(() => logits(padWindows(rows), lengths));
  };

  return {
    slots,
    length: (slot) => windows[slot]?.length ?? 0,
    step: (tokens, named = allSlots(slots)) => run(named.map((slot, i) => remember(slot, tokens.subarray(i, i + 1)))),
    prefill: (slot, tokens) => run([remember(slot, tokens)]),
    reset(slot) {
      windows[slot] = [];
    },
    copy(from, to) {
      windows[to] = [...(windows[from] ?? [])];
    },
    dispose() {
      windows.length = 0;
      full.dispose();
    },
  };
}
