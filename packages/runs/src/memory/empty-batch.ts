import type { Batch, DataDescription, Task } from '@prattle/core';

/** A batch of zeros in the shapes that a task trains on. */
export function emptyBatch(task: Task, { vocabularySize, contextLength, inputs = 0, outputs = 1 }: DataDescription, rows: number): Batch {
  const tokens = (width: number) => ({ values: new Int32Array(rows * width), shape: [rows, width] });
  const numbers = (width: number) => ({ values: new Float32Array(rows * width), shape: [rows, width] });
  const input = vocabularySize > 0 ? tokens(contextLength) : numbers(inputs);
  if (task === 'next-token') return { input, targets: tokens(contextLength) };
  if (task === 'classification') return { input, targets: { values: new Int32Array(rows), shape: [rows] } };
  return { input, targets: numbers(outputs) };
}
