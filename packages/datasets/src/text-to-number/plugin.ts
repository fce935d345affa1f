import {
  type ConfigValues,
  type DatasetPlugin,
  defineConfig,
  integer,
  list,
  nameRemedy,
  type OpenDataset,
  type PrepareOptions,
  type Tokenizer,
  text,
} from '@prattle/core';
import { datasetError } from '../errors.js';
import { ExamplesDataset } from '../examples/examples-dataset.js';
import { scaleOf } from '../examples/scale.js';
import { exampleSettings, leavesTraining } from '../examples/settings.js';
import { splitRows } from '../examples/split-rows.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { readRows } from '../rows/read-rows.js';
import { isRow, type Row } from '../rows/row.js';
import { loadTextEncoder, TEXT_TO_NUMBER, TextToNumberEncoder, type Wording, wordingOf } from './text-encoder.js';

/** Every character of ASCII that can be seen: a digit that no text of the data has may well be in the next question. */
const ALPHABET = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Later texts may be longer by some digits: rows have this room beyond the longest, and are a multiple of 16 long. */
const SPARE = 8;
const ROUND_UP_TO = 16;

export const textToNumberSettings = {
  target: text({ default: '', describe: 'Column with the number (default: the last)', aliases: ['label'] }),
  text: text({ default: '', describe: 'Column with the text (default: all others together, as a JSON object)' }),
  drop: list('text', { default: [], describe: 'Columns to leave out' }),
  cut: integer({ default: null, min: 1, unit: 'tokens', describe: 'Cut texts off here; by default they are read to their end' }),
  ...exampleSettings(),
};

const config = defineConfig(textToNumberSettings, { check: leavesTraining });

export type TextToNumberConfig = ConfigValues<typeof config>;

/** Texts, or rows written down as texts, each of which stands for a number. */
export const textToNumber: DatasetPlugin<typeof config> = {
  name: TEXT_TO_NUMBER,
  kind: TEXT_TO_NUMBER,
  summary: 'Texts, or rows of a table written as JSON, that each stand for a number.',
  defaultModel: 'rlm',
  config,
  open: async (paths, settings, { storage }) => openTextToNumber(paths.join(', '), await readPaths(paths, storage), settings),
  loadEncoder: loadTextEncoder,
};

/** Texts that have been read. */
export async function openTextToNumber(name: string, files: readonly SourceFile[], settings: TextToNumberConfig): Promise<OpenDataset> {
  const rows = await readRows(files);
  const hash = await hashFiles(files);
  return { name, prepare: (options) => prepare(rows, hash, settings, options) };
}

function prepare(rows: readonly Row[], hash: string, settings: TextToNumberConfig, options: PrepareOptions) {
  const splits = splitRows(rows.length, settings, options.random);
  const encoder = encoderFor(rows, splits.rows('train'), settings, options);
  const { wording, tokenizer } = encoder;
  const texts = rows.map((row) => wordingOf(row, wording));
  const numbers = rows.map((row, index) => numberIn(row, wording.target, index));
  const dataset = new ExamplesDataset({
    kind: TEXT_TO_NUMBER,
    task: TEXT_TO_NUMBER,
    encoder,
    examples: texts.map((input, index) => ({ input, truth: { [wording.target]: numbers[index] ?? Number.NaN } })),
    targets: encoder.encodeTargets(numbers),
    outputs: 1,
    vocabularySize: tokenizer.vocabularySize,
    naturalContext: wording.cut ?? roomFor(texts, tokenizer),
    hash,
    splits,
  });
  return { dataset, tokenizer };
}

/** The encoder of the model that is there, or one that is learnt from the rows. */
function encoderFor(
  rows: readonly Row[],
  training: Int32Array,
  settings: TextToNumberConfig,
  { encoder: saved, tokenizer, trainTokenizer }: PrepareOptions,
): TextToNumberEncoder {
  if (saved) return loadTextEncoder(saved, tokenizer);
  const wording = learnWording(rows, settings);
  const texts = rows.map((row) => wordingOf(row, wording));
  const numbers = Array.from(training, (row) => numberIn(rows[row] ?? {}, wording.target, row));
  return new TextToNumberEncoder(
    settings.standardise ? { ...wording, scale: scaleOf(numbers) } : wording,
    tokenizer ?? trainTokenizer([ALPHABET, ...texts], { end: true, unknown: 'replace' }),
  );
}

function learnWording(rows: readonly Row[], { target, text: textColumn, drop, cut }: TextToNumberConfig): Wording {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const chosen = target === '' ? (names.filter((name) => !drop.includes(name)).at(-1) ?? '') : target;
  for (const name of [chosen, textColumn, ...drop]) {
    if (name !== '' && !names.includes(name))
      throw datasetError('bad-table', `The data has no column "${name}"`, nameRemedy(name, names).replace(/\.$/, ''));
  }
  const columns = names.filter((name) => name !== chosen && !drop.includes(name));
  if (columns.length === 0) throw datasetError('bad-table', `Beside ${chosen} the data has no text`, 'Give it a column with text');
  return { target: chosen, text: textColumn === '' ? onlyText(rows, columns) : textColumn, columns, drop, cut };
}

/** A single column of texts, or of objects, is the text without being named. */
function onlyText(rows: readonly Row[], columns: readonly string[]): string | null {
  const [only] = columns;
  if (only === undefined || columns.length > 1) return null;
  return rows.every((row) => typeof row[only] === 'string' || isRow(row[only])) ? only : null;
}

function numberIn(row: Row, target: string, index: number): number {
  const value = row[target];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw datasetError(
    'bad-value',
    `"${target}" of row ${index + 1} is ${JSON.stringify(value) ?? 'missing'}, not a number`,
    'Name the column that holds the numbers with --target',
  );
}

function roomFor(texts: readonly string[], tokenizer: Tokenizer): number {
  const longest = texts.reduce((most, one) => Math.max(most, tokenizer.encode(one).length), 1);
  return Math.ceil((longest + SPARE) / ROUND_UP_TO) * ROUND_UP_TO;
}
