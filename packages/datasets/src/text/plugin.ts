import {
  type ConfigValues,
  type DatasetPlugin,
  defineConfig,
  number,
  type OpenDataset,
  type PrepareOptions,
  type Tokenizer,
} from '@prattle/core';
import { encodeChunksAt } from '../encode.js';
import { datasetError } from '../errors.js';
import { decodeFile, decodeFiles, placeIn } from '../files/decode.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { type TokenArray, TokenCollector } from '../token-array.js';
import { TextDataset } from './text-dataset.js';

/** Positions are drawn as int32. */
const LONGEST = 2 ** 31 - 1;

export const textConfig = defineConfig(
  {
    validation: number({
      default: 0.1,
      min: 0,
      max: 0.9,
      describe: 'Fraction of the text, at its end, that validates',
      aliases: ['validation_fraction', 'val_fraction'],
    }),
    test: number({
      default: 0,
      min: 0,
      max: 0.9,
      describe: 'Fraction of the text, after that, that is kept for a last test',
      aliases: ['test_fraction'],
    }),
  },
  {
    check: ({ validation, test }) =>
      validation + test < 1 ? undefined : { setting: 'test', allowed: `less than ${1 - validation}, what validation leaves` },
  },
);

export type TextConfig = ConfigValues<typeof textConfig>;

/** Running text from files, folders or standard input. */
export const text: DatasetPlugin<typeof textConfig> = {
  name: 'text',
  kind: 'text',
  summary: 'Running text: files, folders or standard input, learnt in random blocks.',
  config: textConfig,
  open: async (paths, config, { storage }) => openText(paths.join(', '), await readPaths(paths, storage), config),
};

/** Text that has been read. */
export async function openText(name: string, files: readonly SourceFile[], config: TextConfig): Promise<OpenDataset> {
  const hash = await hashFiles(files);
  return { name, prepare: (options) => prepare(files, hash, config, options) };
}

/** Decodes twice, once to learn the tokenizer and once to encode: cheaper than keeping the text as strings. */
function prepare(files: readonly SourceFile[], hash: string, { validation, test }: TextConfig, options: PrepareOptions) {
  const tokenizer = options.tokenizer ?? options.trainTokenizer(decodeFiles(files), {});
  const dataset = new TextDataset({
    tokens: encodeFiles(files, tokenizer),
    vocabularySize: tokenizer.vocabularySize,
    hash,
    validation,
    test,
  });
  return { dataset, tokenizer };
}

function encodeFiles(files: readonly SourceFile[], tokenizer: Tokenizer): TokenArray {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const tokens = new TokenCollector(bytes, tokenizer.vocabularySize);
  for (const file of files) {
    for (const ids of encodeChunksAt(tokenizer, decodeFile(file), placeIn(file))) tokens.append(ids);
    if (tokens.length > LONGEST)
      throw datasetError(
        'too-long',
        `The text has more than ${LONGEST} tokens`,
        'Make shards of it, which have no limit: prattle data prepare',
      );
  }
  if (tokens.length < 2)
    throw datasetError(
      'too-short',
      `The text has ${tokens.length} tokens, and the next one cannot be learnt from less than 2`,
      'Give more text',
    );
  return tokens.finish();
}
