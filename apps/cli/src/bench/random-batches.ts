import type { Batch, DataDescription, HostArray, RandomSource, Task } from '@prattle/core';

/** The sizes of data that does not exist. */
export interface BenchData {
  readonly batch: number;
  readonly context: number;
  /** Token ids. */
  readonly vocabulary: number;
  /** Columns of a table. */
  readonly inputs: number;
  /** Numbers or classes to be told; null: one number, two classes. */
  readonly outputs: number | null;
}

/** Random data of the shapes that a task has. */
export interface RandomBatches {
  readonly description: DataDescription;
  draw(): Batch;
}

export function randomBatches(task: Task, data: BenchData, random: RandomSource): RandomBatches {
  const { batch, context, vocabulary, inputs } = data;
  const outputs = data.outputs ?? (task === 'classification' ? 2 : 1);
  const tokens = (): HostArray => ({ values: random.integers(batch * context, 0, vocabulary), shape: [batch, context] });
  const numbers = (width: number): HostArray => ({ values: random.normal(batch * width), shape: [batch, width] });
  const classes = (): HostArray => ({ values: random.integers(batch, 0, outputs), shape: [batch] });
  const text = { vocabularySize: vocabulary, contextLength: context };
  const table = { vocabularySize: 0, contextLength: 0, inputs, outputs };
  switch (task) {
    case 'regression':
      return { description: table, draw: () => ({ input: numbers(inputs), targets: numbers(outputs) }) };
    case 'classification':
      return { description: table, draw: () => ({ input: numbers(inputs), targets: classes() }) };
    case 'text-to-number':
      return { description: { ...text, outputs }, draw: () => ({ input: tokens(), targets: numbers(outputs) }) };
    default:
      return { description: text, draw: () => ({ input: tokens(), targets: tokens() }) };
  }
}
