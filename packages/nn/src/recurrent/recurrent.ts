import type { Tensor } from '@prattle/core';
import { concat, reshape, slice } from '@prattle/ops';

/** What a recurrent layer remembers between two positions: its hidden state, for an LSTM also its cell; [B, H] each. */
export type Memory = readonly Tensor[];

/** A layer that reads a sequence from left to right. */
export interface Recurrent {
  /** x [B, T, inputs] and the memory before it → the hidden state after each position [B, T, H] and the memory at the end. */
  forward(x: Tensor, memory: Memory): { readonly outputs: Tensor; readonly memory: Memory };
}

/**
 * Runs one position after the other.
 *
 * @param x [B, T, C]
 * @param cell x_t [B, C] and the memory → the memory after it, the hidden state first
 */
export function unroll(x: Tensor, start: Memory, cell: (xt: Tensor, memory: Memory) => Memory): ReturnType<Recurrent['forward']> {
  const [batch = 0, time = 0, width = 0] = x.shape;
  let memory = start;
  const outputs: Tensor[] = [];
  for (let t = 0; t < time; t++) {
    memory = cell(reshape(slice(x, [0, t, 0], [batch, 1, width]), [batch, width]), memory);
    const [hidden] = memory;
    if (hidden) outputs.push(reshape(hidden, [batch, 1, hidden.shape[1] ?? 0]));
  }
  return { outputs: concat(outputs, 1), memory };
}

/** Columns [start, start + width) of [B, C]. */
export function columns(x: Tensor, start: number, width: number): Tensor {
  return slice(x, [0, start], [x.shape[0] ?? 0, width]);
}
