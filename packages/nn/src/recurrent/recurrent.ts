import type { Tensor } from '@prattle/core';
import { reshape, slice } from '@prattle/ops';

/** What a recurrent layer remembers between two positions: its hidden state, for an LSTM also its cell; [B, H] each. */
export type Memory = readonly Tensor[];

/** A layer that reads a sequence from left to right. */
export interface Recurrent {
  /** x [B, T, inputs] and the memory before it → the hidden state after each position [B, T, H] and the memory at the end. */
  forward(x: Tensor, memory: Memory): { readonly outputs: Tensor; readonly memory: Memory };
}

/** The state after the last position: [B, T, H] → [B, H]. */
export function lastState(outputs: Tensor): Tensor {
  const [batch = 0, time = 0, hidden = 0] = outputs.shape;
  return reshape(slice(outputs, [0, time - 1, 0], [batch, 1, hidden]), [batch, hidden]);
}

/** One part of a layer's memory. @throws RangeError when the memory is another layer's */
export function part(memory: Memory, index: number): Tensor {
  const tensor = memory[index];
  if (tensor === undefined) throw new RangeError(`a memory of ${memory.length} parts has no part ${index}`);
  return tensor;
}

/** Columns [start, start + width) of [rows, C]. */
export function columns(x: Tensor, start: number, width: number): Tensor {
  return slice(x, [0, start], [x.shape[0] ?? 0, width]);
}
