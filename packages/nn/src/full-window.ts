import type { CompiledStep, Tensor } from '@prattle/core';
import { compile, slice } from '@prattle/ops';

/** Runs windows that are as long as they can be. They all have one shape, so the work is recorded once and replayed. */
export interface FullWindow {
  /** The logits [n, V] after the last token of each row; the caller disposes them. */
  run(rows: readonly (readonly number[])[]): Tensor;
  dispose(): void;
}

/** @param logits from ids int32 [n, contextLength] and n times that length */
export function createFullWindow(contextLength: number, logits: (ids: Tensor, lengths: readonly number[]) => Tensor): FullWindow {
  let compiled: CompiledStep | undefined;
  return {
    run(rows) {
      compiled ??= compile(({ ids }) => {
        if (!ids) throw new RangeError('the step was run without ids');
        const lengths = Array.from({ length: ids.shape[0] ?? 0 }, () => contextLength);
        return { logits: logits(ids, lengths) };
      });
      const values = Int32Array.from(rows.flat());
      const { logits: result } = compiled.run({ ids: { values, shape: [rows.length, contextLength] } });
      if (!result) throw new RangeError('the step gave no logits');
      // A copy: what the step gave is overwritten by the next run, and a clone would share its storage.
      return slice(result, [0, 0], [...result.shape]);
    },
    dispose() {
      compiled?.dispose();
      compiled = undefined;
    },
  };
}
