import {
  type ConfigValues,
  choice,
  type DatasetPlugin,
  defineConfig,
  number,
  type OpenDataset,
  type PrepareOptions,
  type SplitName,
  type Tokenizer,
} from '@prattle/core';
import { encodeChunksAt } from '../encode.js';
import { datasetError } from '../errors.js';
import { decodeFile, decodeFiles, placeIn } from '../files/decode.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { cutByFractions, filePolicy, positionPolicy, type Splits, splitByPlace, splitsUpTo } from '../splits.js';
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
    split: choice(['fraction', 'file'], {
      default: 'fraction',
      describe: 'What is held out: the end of the text, or whole files, the last ones',
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
function prepare(files: readonly SourceFile[], hash: string, config: TextConfig, options: PrepareOptions) {
  const tokenizer = options.tokenizer ?? options.trainTokenizer(decodeFiles(files), {});
  const { tokens, ends } = encodeFiles(files, tokenizer);
  const byFile = config.split === 'file';
  const dataset = new TextDataset({
    tokens,
    vocabularySize: tokenizer.vocabularySize,
    hash,
    splits: byFile ? splitsByFile(ends, config) : cutByFractions(tokens.length, config),
    splitPolicy: byFile ? filePolicy(config) : positionPolicy(config),
  });
  return { dataset, tokenizer };
}

/** Whole files, the last ones held out. @param ends where the tokens of each file end */
function splitsByFile(ends: readonly number[], config: TextConfig): Splits {
  const endOf = (names: readonly SplitName[]) => ends.findLast((_, file) => names.includes(splitByPlace(file, ends.length, config))) ?? 0;
  const train = endOf(['train']);
  const validation = endOf(['train', 'validation']);
  return splitsUpTo({ train, validation, test: ends.at(-1) ?? 0 });
}

/** @returns the tokens of all files, and where those of each file end */
function encodeFiles(
  files: readonly SourceFile[],
  tokenizer: Tokenizer,
): { readonly tokens: TokenArray; readonly ends: readonly number[] } {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const tokens = new TokenCollector(bytes, tokenizer.vocabularySize);
  const ends: number[] = [];
  for (const file of files) {
    for (const ids of encodeChunksAt(tokenizer, decodeFile(file), placeIn(file))) tokens.append(ids);
    ends.push(tokens.length);
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
  return { tokens: tokens.finish(), ends };
}
