import type { Decoder, Model, Tensor } from '@prattle/core';
import { UsageError } from '@prattle/core';
import { gather, reshape, tensor, tidy } from '@prattle/ops';

/**
 * A decoder for any next-token model, by running it again over each slot's last `contextLength` tokens. Shorter windows
 * are padded on the right, which a model that does not look into the future cannot see.
 */
export function windowDecoder(model: Model, slots: number): Decoder {
  const context = model.data.contextLength > 0 ? model.data.contextLength : Number.POSITIVE_INFINITY;
  const windows = Array.from({ length: slots }, (): number[] => []);

  function windowOf(slot: number): number[] {
    const window = windows[slot];
    if (!window) {
      throw new UsageError({
        package: 'sampling',
        code: 'bad-slot',
        what: `There is no slot ${slot} in a decoder with ${slots}`,
        remedy: `Slots are numbered from 0 to ${slots - 1}.`,
      });
    }
    return window;
  }

  function remember(slot: number, token: number): void {
    const window = windowOf(slot);
    window.push(token);
    if (window.length > context) window.shift();
  }

  function logitsAfter(active: readonly number[]): Tensor {
    return tidy(() => {
      const longest = Math.max(...active.map((slot) => windowOf(slot).length));
      const tokens = new Int32Array(active.length * longest);
      const lasts = new Int32Array(active.length);
      for (const [row, slot] of active.entries()) {
        const window = windowOf(slot);
        tokens.set(window, row * longest);
        lasts[row] = row * longest + window.length - 1;
      }
      const { logits } = model.forward(tensor(tokens, [active.length, longest], 'int32'));
      if (!logits) {
        throw new UsageError({
          package: 'sampling',
          code: 'no-logits',
          what: `A model for ${model.task} gives no logits to sample from`,
          remedy: 'Sample from a next-token model.',
        });
      }
      const rows = reshape(logits, [active.length * longest, model.data.vocabularySize]);
      return gather(rows, tensor(lasts, [active.length], 'int32'));
    });
  }

  return {
    slots,
    length: (slot) => windowOf(slot).length,
    step(tokens, active = windows.map((_, slot) => slot)) {
      for (const [row, slot] of active.entries()) remember(slot, tokens[row] ?? 0);
      return logitsAfter(active);
    },
    prefill(slot, tokens) {
      for (const token of tokens) remember(slot, token);
      return logitsAfter([slot]);
    },
    reset(slot) {
      windowOf(slot).length = 0;
    },
    copy(from, to) {
      windowOf(to).splice(0, Number.POSITIVE_INFINITY, ...windowOf(from));
    },
    dispose() {
      for (const window of windows) window.length = 0;
    },
  };
}
