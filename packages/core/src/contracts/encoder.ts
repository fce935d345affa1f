import type { HostArray } from './tensor.js';

/** An encoder as JSON, complete: what a checkpoint carries. */
export interface EncoderData {
  /** The kind of data that understands it: the name of a dataset plugin. */
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** What a model says about one example. */
export interface Prediction {
  /** By target: a number in the data's own units, or the likeliest class. */
  readonly values: Readonly<Record<string, number | string>>;
  /** Of every class, where the target is one. */
  readonly probabilities?: Readonly<Record<string, number>>;
}

/** An example of the data: what to predict from, and what the data says. */
export interface Example {
  /** A JSON object, or a text. */
  readonly input: unknown;
  readonly truth: Prediction['values'];
}

/**
 * How an example of a table, or a text that stands for a number, becomes the input of a model, and how the output is
 * read. Fixed when the training data is prepared, and stored with the model. Immutable.
 */
export interface Encoder {
  readonly kind: string;
  /** What is predicted. */
  readonly targets: readonly string[];
  /**
   * @param examples JSON objects or texts; targets in them are not looked at
   * @returns float32 [examples, inputs] or int32 [examples, context]
   * @throws DatasetError that names the example and what is wrong with it
   */
  encode(examples: readonly unknown[], context: number): HostArray;
  /** @param output of the model: predictions [examples, outputs], or logits [examples, classes] */
  decode(output: HostArray): readonly Prediction[];
  toJSON(): EncoderData;
}
