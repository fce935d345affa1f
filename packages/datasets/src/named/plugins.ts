import type { DatasetPlugin, OpenDataset, Storage } from '@prattle/core';
import type { AnyDataset } from '../any-dataset.js';
import { byHeart, dialogs, openDialogs } from '../dialogs/plugin.js';
import { type EmbeddedName, readEmbedded } from '../embedded.js';
import { datasetError } from '../errors.js';
import type { SourceFile } from '../files/source-file.js';
import { openTable, table } from '../table/plugin.js';
import { openText, text } from '../text/plugin.js';
import { openWords, words } from '../words/plugin.js';
import { DOWNLOADS, type DownloadCard, EMBEDDED, type EmbeddedCard } from './catalogue.js';
import { hyperparameterScores } from './hyperparameter-scores.js';
import { readDownload } from './read-download.js';

type Read = (storage: Storage) => Promise<SourceFile>;
type Open<Settings> = (name: string, files: readonly SourceFile[], settings: Settings) => Promise<OpenDataset>;

/** How each kind of data is opened once it has been read. */
const KINDS: Readonly<Record<EmbeddedCard['kind'], (card: EmbeddedCard | DownloadCard, read: Read) => AnyDataset>> = {
  text: (card, read) => named(text, openText, card, read),
  words: (card, read) => named(words, openWords, card, read),
  table: (card, read) => named(table, openTable, card, read),
  dialogs: (card, read) => named({ ...dialogs, config: byHeart }, openDialogs, card, read),
};

/** Datasets that are known by name, those that come with the package first. */
export const namedDatasets: readonly AnyDataset[] = [
  ...EMBEDDED.map((card) => KINDS[card.kind](card, () => readEmbedded(card.name))),
  hyperparameterScores,
  ...DOWNLOADS.map((card) => KINDS[card.kind](card, (storage) => readDownload(card, storage))),
];

/** The file of a dataset that is known by name and has one. */
export async function readNamed(name: string, storage: Storage): Promise<SourceFile | undefined> {
  if (EMBEDDED.some((card) => card.name === name)) return readEmbedded(name as EmbeddedName);
  const card = DOWNLOADS.find((one) => one.name === name);
  return card && readDownload(card, storage);
}

// biome-ignore lint/suspicious/noExplicitAny: the settings are those of the kind's own schema
function named(kind: DatasetPlugin<any>, open: Open<any>, card: EmbeddedCard | DownloadCard, read: Read): AnyDataset {
  const { name, summary, licence, source } = card;
  return {
    name,
    kind: kind.kind,
    summary,
    licence,
    source,
    config: kind.config,
    ...(kind.defaultModel === undefined ? {} : { defaultModel: kind.defaultModel }),
    ...(kind.tokenizer === undefined ? {} : { tokenizer: kind.tokenizer }),
    async open(paths, config, { storage }) {
      if (paths.length === 0) return open(name, [await read(storage)], config);
      throw datasetError(
        'takes-no-files',
        `The dataset ${name} takes no files, but ${paths.join(', ')} is named`,
        'Name the dataset or the files, not both',
      );
    },
  };
}
