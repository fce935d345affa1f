import type { Decoder, Tensor } from '@prattle/core';
import { concat, dispose, keep, slice, tensor, tidy } from '@prattle/ops';
import type { Memory } from './recurrent/recurrent.js';
import { allSlots } from './windows.js';

export interface StateDecoderOptions {
  readonly slots: number;
  /** The memory before the first token, [1, ·] each. */
  start(): Memory;
  /** tokens int32 [n, t] and the memory before them, [n, ·] each → logits [n, V] after the last and the memory then. */
  step(tokens: Tensor, memory: Memory): { readonly logits: Tensor; readonly memory: Memory };
}

interface Slot {
  readonly length: number;
  readonly memory?: Memory;
}

/** Decoding for recurrent families: a slot remembers a state of fixed size, however much it has read. */
export function createStateDecoder({ slots, start, step }: StateDecoderOptions): Decoder {
  const all: Slot[] = allSlots(slots).map(() => ({ length: 0 }));
  const slotOf = (slot: number): Slot => all[slot] ?? { length: 0 };

  /** Keeps a copy of one row of each part of a memory. */
  const remember = (slot: number, length: number, memory: Memory, row: number): void => {
    const { memory: old } = slotOf(slot);
    all[slot] = { length, memory: memory.map((part) => keep(slice(part, [row, 0], [1, part.shape[1] ?? 0]))) };
    dispose(old);
  };
  const forget = (slot: number): void => {
    dispose(slotOf(slot).memory);
    all[slot] = { length: 0 };
  };

  const feed = (named: readonly number[], tokens: Int32Array): Tensor =>
    tidy(() => {
      const length = tokens.length / named.length;
      const memories = named.map((slot) => slotOf(slot).memory ?? start());
      const joined = (memories[0] ?? []).map((_, part) =>
        concat(
          memories.flatMap((memory) => memory.slice(part, part + 1)),
          0,
        ),
      );
      const { logits, memory } = step(tensor(tokens, [named.length, length], 'int32'), joined);
      for (const [row, slot] of named.entries()) remember(slot, slotOf(slot).length + length, memory, row);
      return logits;
    });

  return {
    slots,
    length: (slot) => slotOf(slot).length,
    step: (tokens, named = allSlots(slots)) => feed(named, tokens.slice(0, named.length)),
    prefill: (slot, tokens) => feed([slot], tokens),
    reset: forget,
    copy(from, to) {
      const { length, memory } = slotOf(from);
      if (memory) remember(to, length, memory, 0);
      else forget(to);
    },
    dispose() {
      for (const slot of all) dispose(slot.memory);
      all.length = 0;
    },
  };
}
