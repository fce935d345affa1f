import type { Tensor } from '@prattle/core';
import { createRecordedLogits } from './recorded-logits.js';

/** Runs windows that are as long as they can be. They all have one shape, so the work is recorded once and replayed. */
export interface FullWindow {
  /** The logits [n, V] after the last token of each row; the caller disposes them. */
  run(rows: readonly (readonly number[])[]): Tensor;
  dispose(): void;
}

/** @param logits from ids int32 [n, contextLength] and n times that length */
export function createFullWindow(contextLength: number, logits: (ids: Tensor, lengths: readonly number[]) => Tensor): FullWindow {
  const recorded = createRecordedLogits(({ ids }) => {
    if (!ids) throw new RangeError('the step was run without ids');
    return logits(
      ids,
      Array.from({ length: ids.shape[0] ?? 0 }, () => contextLength),
    );
  });
  return {
    run: (rows) => recorded.run({ ids: { values: Int32Array.from(rows.flat()), shape: [rows.length, contextLength] } }),
    dispose: recorded.dispose,
  };
}
