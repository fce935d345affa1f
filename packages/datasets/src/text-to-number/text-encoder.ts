import type { Encoder, EncoderData, HostArray, Prediction, Tokenizer } from '@prattle/core';
import { datasetError } from '../errors.js';
import { isOptionalScale, type Scale, scaled, unscaled } from '../examples/scale.js';
import { jsonText } from '../rows/json-text.js';
import { isRow, type Row } from '../rows/row.js';

export const TEXT_TO_NUMBER = 'text-to-number';

/** Fills a text up to the length of a row. Characters start at 1, and no text holds a zero byte. */
const PADDING = 0;

/** How a row is written down, and its number scaled. */
export interface Wording {
  readonly target: string;
  /** The column that holds the text; null: all columns but the target, as a JSON object. */
  readonly text: string | null;
  /** In the order in which they are written. */
  readonly columns: readonly string[];
  /** Columns that are never written. */
  readonly drop: readonly string[];
  /** Tokens after which a text is cut off; null: it is read to its end. */
  readonly cut: number | null;
  /** Absent: the numbers are taken as they are. */
  readonly scale?: Scale;
}

/** Texts as tokens, padded at their end. An object is written as JSON text first. */
export class TextToNumberEncoder implements Encoder {
  readonly kind = TEXT_TO_NUMBER;
  readonly targets: readonly string[];

  constructor(
    readonly wording: Wording,
    readonly tokenizer: Tokenizer,
  ) {
    this.targets = [wording.target];
  }

  encode(examples: readonly unknown[], context: number): HostArray {
    const values = new Int32Array(examples.length * context).fill(PADDING);
    examples.forEach((example, index) => {
      const tokens = this.tokensOf(this.textOf(example, index));
      if (tokens.length > context) {
        throw datasetError(
          'too-long',
          `The text of example ${index + 1} has ${tokens.length} tokens, and the model reads ${context}`,
          'Shorten it, or train with texts of that length',
        );
      }
      values.set(tokens, index * context);
    });
    return { values, shape: [examples.length, context] };
  }

  /** @returns float32 [numbers.length, 1] */
  encodeTargets(numbers: readonly number[]): HostArray {
    return { values: Float32Array.from(numbers, (value) => scaled(value, this.wording.scale)), shape: [numbers.length, 1] };
  }

  decode({ values }: HostArray): readonly Prediction[] {
    return Array.from(values, (value) => ({ values: { [this.wording.target]: unscaled(value, this.wording.scale) } }));
  }

  tokensOf(text: string): Int32Array {
    const tokens = this.tokenizer.encode(text);
    return this.wording.cut === null ? tokens : tokens.subarray(0, this.wording.cut);
  }

  /** What the model reads of an example. @throws DatasetError 'bad-value' */
  textOf(example: unknown, index: number): string {
    if (typeof example === 'string') return example;
    if (isRow(example)) return wordingOf(example, this.wording);
    throw datasetError(
      'bad-value',
      `Example ${index + 1} is ${JSON.stringify(example)}, neither a text nor an object`,
      'Give a text, or a JSON object such as {"lr": 0.01}',
    );
  }

  toJSON(): EncoderData {
    return { kind: this.kind, ...this.wording };
  }
}

/** A row as text: its text column, or its columns as a JSON object in the order that training saw, new ones last. */
export function wordingOf(row: Row, { target, text, columns, drop }: Pick<Wording, 'target' | 'text' | 'columns' | 'drop'>): string {
  if (text !== null && text in row) {
    const value = row[text];
    return typeof value === 'string' ? value : jsonText(value);
  }
  const names = [...columns.filter((name) => name in row), ...Object.keys(row).filter((name) => !columns.includes(name))];
  return jsonText(Object.fromEntries(names.filter((name) => name !== target && !drop.includes(name)).map((name) => [name, row[name]])));
}

/** Rebuilds what `toJSON` gave. @throws DatasetError 'bad-encoder' */
export function loadTextEncoder(data: EncoderData, tokenizer: Tokenizer | undefined): TextToNumberEncoder {
  const { kind, target, text, columns, drop, cut, scale } = data;
  if (
    kind === TEXT_TO_NUMBER &&
    typeof target === 'string' &&
    (text === null || typeof text === 'string') &&
    isNameList(columns) &&
    isNameList(drop) &&
    (cut === null || typeof cut === 'number') &&
    isOptionalScale(scale) &&
    tokenizer !== undefined
  ) {
    return new TextToNumberEncoder({ target, text, columns, drop, cut, ...(scale ? { scale } : {}) }, tokenizer);
  }
  throw datasetError('bad-encoder', 'The model was saved with a wording that this version does not understand', 'Train it again');
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
