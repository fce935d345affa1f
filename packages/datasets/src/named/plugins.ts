import { type DatasetPlugin, defineDataset, type Storage } from '@prattle/core';
import { readEmbedded } from '../embedded.js';
import { datasetError } from '../errors.js';
import type { SourceFile } from '../files/source-file.js';
import { openText, textConfig } from '../text/plugin.js';
import { openWords, wordsConfig } from '../words/plugin.js';
import { DOWNLOADS, type DownloadCard, EMBEDDED, type EmbeddedCard } from './catalogue.js';
import { readDownload } from './read-download.js';

type Read = (storage: Storage) => Promise<SourceFile>;
type NamedDataset = DatasetPlugin<typeof textConfig> | DatasetPlugin<typeof wordsConfig>;

/** Datasets that are known by name, those that come with the package first. */
export const namedDatasets: readonly NamedDataset[] = [
  ...EMBEDDED.map((card) => named(card, () => readEmbedded(card.name))),
  ...DOWNLOADS.map((card) => named(card, (storage) => readDownload(card, storage))),
];

function named({ name, kind, summary, licence, source }: EmbeddedCard | DownloadCard, read: Read): NamedDataset {
  const common = { name, kind, summary, licence, source };
  const readAlone = (paths: readonly string[], storage: Storage) => {
    if (paths.length === 0) return read(storage);
    throw datasetError(
      'takes-no-files',
      `The dataset ${name} takes no files, but ${paths.join(', ')} is named`,
      'Name the dataset or the files, not both',
    );
  };
  return kind === 'text'
    ? defineDataset({
        ...common,
        config: textConfig,
        open: async (paths, config, { storage }) => openText(name, [await readAlone(paths, storage)], config),
      })
    : defineDataset({
        ...common,
        config: wordsConfig,
        open: async (paths, config, { storage }) => openWords(name, [await readAlone(paths, storage)], config),
      });
}
