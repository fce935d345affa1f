import { boolean, type ConfigValues, type DatasetPlugin, defineConfig, list, type OpenDataset, type PrepareOptions } from '@prattle/core';
import { ExamplesDataset } from '../examples/examples-dataset.js';
import { exampleSettings, leavesTraining } from '../examples/settings.js';
import { splitRows } from '../examples/split-rows.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { flatten } from '../rows/flatten.js';
import { readRows } from '../rows/read-rows.js';
import type { Row } from '../rows/row.js';
import { learnColumns } from './learn-columns.js';
import { loadTableEncoder, TABLE } from './table-encoder.js';

const config = defineConfig(
  {
    target: list('text', { default: [], describe: 'Columns to predict (default: the last)', aliases: ['targets', 'label'] }),
    drop: list('text', { default: [], describe: 'Columns to leave out' }),
    classify: boolean({ default: false, describe: 'Numbers in the target are names of classes (words always are)' }),
    ...exampleSettings(),
  },
  { check: leavesTraining },
);

type TableConfig = ConfigValues<typeof config>;

/** Columns of numbers and categories, some of which are to be predicted from the others. */
export const table: DatasetPlugin<typeof config> = {
  name: TABLE,
  kind: TABLE,
  summary: 'A table (CSV, TSV, JSON, JSON lines, Parquet) with a column to predict.',
  defaultModel: 'regressor',
  tokenizer: 'none',
  config,
  open: async (paths, settings, { storage }) => openTable(paths.join(', '), await readPaths(paths, storage), settings),
  loadEncoder: loadTableEncoder,
};

/** A table that has been read. */
export async function openTable(name: string, files: readonly SourceFile[], settings: TableConfig): Promise<OpenDataset> {
  const rows = (await readRows(files)).map(flatten);
  const hash = await hashFiles(files);
  return { name, prepare: (options) => ({ dataset: prepare(rows, hash, settings, options) }) };
}

function prepare(rows: readonly Row[], hash: string, settings: TableConfig, { encoder: saved, random }: PrepareOptions): ExamplesDataset {
  const splits = splitRows(rows.length, settings, random);
  const training = Array.from(splits.rows('train'), (row) => rows[row] ?? {});
  const encoder = saved ? loadTableEncoder(saved) : learnColumns(rows, training, settings);
  return new ExamplesDataset({
    kind: TABLE,
    task: encoder.classes ? 'classification' : 'regression',
    encoder,
    examples: rows.map((row) => encoder.exampleOf(row)),
    targets: encoder.encodeTargets(rows),
    outputs: encoder.outputs,
    vocabularySize: 0,
    naturalContext: 0,
    hash,
    splits,
  });
}
