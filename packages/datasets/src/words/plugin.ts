import {
  type ConfigValues,
  type DatasetPlugin,
  defineConfig,
  integer,
  number,
  type OpenDataset,
  type PrepareOptions,
  type Tokenizer,
} from '@prattle/core';
import { encodeAt } from '../encode.js';
import { datasetError } from '../errors.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { ItemTable } from '../items/item-table.js';
import { ItemsDataset } from '../items/items-dataset.js';
import { TokenCollector } from '../token-array.js';
import { wordLines } from './word-lines.js';

export const wordsConfig = defineConfig(
  {
    validation: number({
      default: 0.1,
      min: 0,
      max: 0.5,
      describe: 'Fraction of the words that validates',
      aliases: ['validation_fraction', 'val_fraction'],
    }),
    test: number({
      default: 0.1,
      min: 0,
      max: 0.5,
      describe: 'Fraction of the words that is kept for a last test',
      aliases: ['test_fraction'],
    }),
    heldOutLimit: integer({ default: 1000, min: 1, describe: 'Most words in the validation split, and most in the test split' }),
  },
  {
    check: ({ validation, test }) =>
      validation + test < 1 ? undefined : { setting: 'test', allowed: `less than ${1 - validation}, what validation leaves` },
  },
);

export type WordsConfig = ConfigValues<typeof wordsConfig>;

/** One word, name or other short item a line. */
export const words: DatasetPlugin<typeof wordsConfig> = {
  name: 'words',
  kind: 'words',
  summary: 'Words, names or other short items, one a line.',
  config: wordsConfig,
  open: async (paths, config, { storage }) => openWords(paths.join(', '), await readPaths(paths, storage), config),
};

/** Words that have been read. */
export async function openWords(name: string, files: readonly SourceFile[], config: WordsConfig): Promise<OpenDataset> {
  const hash = await hashFiles(files);
  return { name, prepare: (options) => prepare(files, hash, config, options) };
}

function prepare(files: readonly SourceFile[], hash: string, config: WordsConfig, options: PrepareOptions) {
  const tokenizer = options.tokenizer ?? options.trainTokenizer(contents(files), { end: true });
  const { end } = tokenizer.special;
  if (end === undefined) {
    throw datasetError(
      'bad-tokenizer',
      `Words need a tokenizer with an end token; this ${tokenizer.kind} tokenizer has none`,
      'Train it with the setting end = true',
    );
  }
  const items = encodeWords(files, tokenizer);
  const held = (fraction: number) => Math.min(config.heldOutLimit, Math.floor(items.count * fraction));
  // makemore: the training words are those at the front of the permutation, the test words those at its end.
  const order = options.random.permutation(items.count);
  const dataset = new ItemsDataset({
    kind: 'words',
    unit: 'words',
    items,
    tokenizer,
    end,
    hash,
    order,
    validation: held(config.validation),
    test: held(config.test),
  });
  return { dataset, tokenizer };
}

function* contents(files: readonly SourceFile[]): Generator<string> {
  for (const { word } of wordLines(files)) yield word;
}

function encodeWords(files: readonly SourceFile[], tokenizer: Tokenizer): ItemTable {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const tokens = new TokenCollector(bytes, tokenizer.vocabularySize);
  const offsets = [0];
  for (const { word, place } of wordLines(files)) {
    tokens.append(encodeAt(tokenizer, word, place));
    offsets.push(tokens.length);
  }
  return new ItemTable(tokens.finish(), Int32Array.from(offsets));
}
