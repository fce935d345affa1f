import {
  type ConfigValues,
  choice,
  type DatasetPlugin,
  defineConfig,
  integer,
  number,
  type OpenDataset,
  type PrepareOptions,
  type Tokenizer,
  text,
} from '@prattle/core';
import { encodeAt } from '../encode.js';
import { datasetError } from '../errors.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { ItemTable } from '../items/item-table.js';
import { ItemsDataset } from '../items/items-dataset.js';
import { readRows } from '../rows/read-rows.js';
import { TokenCollector } from '../token-array.js';
import { drawItems, hashItems } from './split-words.js';
import { columnWords, type WordLine, wordLines } from './word-lines.js';

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
    split: choice(['item', 'hash'], {
      default: 'item',
      describe: 'What is held out: words drawn by the seed, or words by their hash, so that equal ones are never in two splits',
    }),
    column: text({ default: '', describe: 'Take the words from this column of a table' }),
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
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const inColumn = config.column === '' ? undefined : columnWords(await readRows(files), config.column);
  const source: WordSource = { bytes, lines: () => inColumn ?? wordLines(files) };
  return { name, prepare: (options) => prepare(source, hash, config, options) };
}

/** Words with their places, as often as they are asked for. */
interface WordSource {
  /** About how many there are: of the files that they come from. */
  readonly bytes: number;
  lines(): Iterable<WordLine>;
}

function prepare(source: WordSource, hash: string, config: WordsConfig, options: PrepareOptions) {
  const tokenizer = options.tokenizer ?? options.trainTokenizer(contents(source), { end: true });
  const { end } = tokenizer.special;
  if (end === undefined) {
    throw datasetError(
      'bad-tokenizer',
      `Words need a tokenizer with an end token; this ${tokenizer.kind} tokenizer has none`,
      'Train it with the setting end = true',
    );
  }
  const items = encodeWords(source, tokenizer);
  const drawn = config.split === 'item' ? drawItems(items.count, config, options.random) : hashItems(source, config);
  const dataset = new ItemsDataset({
    kind: 'words',
    unit: 'words',
    items,
    tokenizer,
    end,
    hash,
    ...drawn,
  });
  return { dataset, tokenizer };
}

function* contents(source: WordSource): Generator<string> {
  for (const { word } of source.lines()) yield word;
}

function encodeWords({ bytes, lines }: WordSource, tokenizer: Tokenizer): ItemTable {
  const tokens = new TokenCollector(bytes, tokenizer.vocabularySize);
  const offsets = [0];
  for (const { word, place } of lines()) {
    tokens.append(encodeAt(tokenizer, word, place));
    offsets.push(tokens.length);
  }
  return new ItemTable(tokens.finish(), Int32Array.from(offsets));
}
