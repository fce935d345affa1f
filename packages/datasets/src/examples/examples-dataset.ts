import type {
  Batch,
  BatchOptions,
  BatchSource,
  DataDescription,
  Duplicates,
  Encoder,
  Example,
  HostArray,
  PreparedDataset,
  SplitName,
  Task,
} from '@prattle/core';
import { randomBatches } from '../random-batches.js';
import type { RowSplits } from './split-rows.js';
import { takeRows } from './take-rows.js';

export interface ExamplesParts {
  readonly kind: string;
  readonly task: Task;
  readonly encoder: Encoder;
  readonly examples: readonly Example[];
  /** float32 [examples, outputs], or classes int32 [examples]. */
  readonly targets: HostArray;
  /** Numbers, or classes, that a model says of an example. */
  readonly outputs: number;
  /** Token ids; 0 where the input is columns. */
  readonly vocabularySize: number;
  readonly naturalContext: number;
  readonly hash: string;
  readonly splits: RowSplits;
}

/** Examples with their answers, one a row of a batch: a table, or texts that stand for numbers. */
export class ExamplesDataset implements PreparedDataset {
  readonly kind: string;
  readonly task: Task;
  readonly unit = 'rows';
  readonly hash: string;
  readonly naturalContext: number;
  readonly encoder: Encoder;
  readonly sizes: PreparedDataset['sizes'];
  readonly splitPolicy: string;
  readonly #parts: ExamplesParts;
  #encoded: { readonly context: number; readonly inputs: HostArray } | undefined;

  constructor(parts: ExamplesParts) {
    this.#parts = parts;
    this.kind = parts.kind;
    this.task = parts.task;
    this.hash = parts.hash;
    this.naturalContext = parts.naturalContext;
    this.encoder = parts.encoder;
    this.sizes = parts.splits.sizes;
    this.splitPolicy = parts.splits.policy;
  }

  /** Questions that are asked more than once, whatever the answers. */
  get duplicates(): Duplicates {
    const { examples, splits } = this.#parts;
    const firstSplits = new Map<string, SplitName>();
    let repeated = 0;
    let acrossSplits = 0;
    for (const split of Object.keys(this.sizes) as SplitName[]) {
      for (const row of splits.rows(split)) {
        const question = JSON.stringify(examples[row]?.input);
        const first = firstSplits.get(question);
        if (first === undefined) firstSplits.set(question, split);
        else repeated++;
        if (first === 'train' && split !== 'train') acrossSplits++;
      }
    }
    return { repeated, acrossSplits };
  }

  describe(context: number): DataDescription {
    const { vocabularySize, outputs } = this.#parts;
    const inputs = vocabularySize === 0 ? { inputs: this.#inputs(context).shape[1] ?? 0 } : {};
    return { vocabularySize, contextLength: context, ...inputs, outputs };
  }

  /**
   * Rows drawn with replacement: for a batch one draw of `integers(batch, 0, size of the split)`. A batch that has room
   * for all of the split is all of the split, in order, and nothing is drawn: gradient descent on the whole.
   */
  batches(split: SplitName, { batch, context, random }: BatchOptions): BatchSource {
    const rows = this.#parts.splits.rows(split);
    if (batch >= rows.length) {
      const whole = this.#batch(rows, context);
      return randomBatches(random, () => whole);
    }
    return randomBatches(random, () => {
      const positions = random.integers(batch, 0, rows.length);
      return this.#batch(
        positions.map((position) => rows[position] ?? 0),
        context,
      );
    });
  }

  *sweep(split: SplitName, { batch, context }: { readonly batch: number; readonly context: number }): Generator<Batch> {
    const rows = this.#parts.splits.rows(split);
    for (let first = 0; first < rows.length; first += batch) yield this.#batch(rows.subarray(first, first + batch), context);
  }

  examples(split: SplitName, count = Number.POSITIVE_INFINITY): readonly Example[] {
    const { examples, splits } = this.#parts;
    return Array.from(splits.rows(split).subarray(0, count)).flatMap((row) => examples[row] ?? []);
  }

  #batch(rows: Int32Array, context: number): Batch {
    return { input: takeRows(this.#inputs(context), rows), targets: takeRows(this.#parts.targets, rows) };
  }

  /** All inputs, encoded when first needed: every step of a run asks for the same context. */
  #inputs(context: number): HostArray {
    if (this.#encoded?.context !== context) {
      const { encoder, examples } = this.#parts;
      const questions = examples.map((example) => example.input);
      this.#encoded = { context, inputs: encoder.encode(questions, context) };
    }
    return this.#encoded.inputs;
  }
}
