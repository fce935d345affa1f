import { type ConfigValues, choice, defineConfig, integer, number, text } from '@prattle/core';

/** How a corpus is made into shards. */
export const shardSettings = defineConfig(
  {
    validation: number({
      default: 0.1,
      min: 0,
      max: 0.9,
      describe: 'Fraction that validates',
      aliases: ['validation_fraction', 'val_fraction'],
    }),
    test: number({ default: 0, min: 0, max: 0.9, describe: 'Fraction that is kept for a last test', aliases: ['test_fraction'] }),
    split: choice(['fraction', 'file', 'hash'], {
      default: 'fraction',
      describe: 'What is held out: the end of the text, the last files, or documents by a hash of what they say',
    }),
    column: text({ default: '', describe: 'Take the texts in this column of tables (JSON lines, CSV, Parquet), a document a row' }),
    shardTokens: integer({ default: 1 << 28, min: 1 << 10, max: 1 << 30, unit: 'tokens', describe: 'Length of a shard' }),
  },
  {
    check: ({ validation, test }) =>
      validation + test < 1 ? undefined : { setting: 'test', allowed: `less than ${1 - validation}, what validation leaves` },
  },
);

export type ShardSettings = ConfigValues<typeof shardSettings>;
