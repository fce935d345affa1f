import type { Batch, BatchCursor, BatchSource } from '@prattle/core';
import { datasetError } from './errors.js';

/** Batches 0 … count - 1 in order, again and again; each but the first goes on where the one before it ended. */
export function consecutiveBatches(count: number, batchAt: (index: number) => Batch): BatchSource {
  let next = 0;
  return {
    next() {
      const index = next;
      next = (index + 1) % count;
      return { ...batchAt(index), continues: index > 0 };
    },
    cursor: () => ({ next }),
    seek(cursor) {
      next = positionIn(cursor, count);
    },
  };
}

function positionIn({ next }: BatchCursor, count: number): number {
  if (typeof next === 'number' && Number.isInteger(next) && next >= 0 && next < count) return next;
  throw datasetError(
    'bad-cursor',
    `The data cursor names none of the ${count} blocks of the text`,
    'Resume with the settings that the run was started with',
  );
}
