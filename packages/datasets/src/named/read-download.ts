import type { Storage } from '@prattle/core';
import { sha256 } from '@prattle/core';
import { datasetError } from '../errors.js';
import { fileOf, type SourceFile } from '../files/source-file.js';
import type { DownloadCard } from './catalogue.js';
import { dataFolders, surroundings } from './data-folders.js';

/**
 * A dataset that the user has put in one of the data folders.
 * @throws DatasetError 'not-downloaded', which says what to put where, or 'wrong-checksum'
 */
export async function readDownload(card: DownloadCard, storage: Storage): Promise<SourceFile> {
  const candidates = dataFolders(surroundings()).map((folder) => `${folder}/${card.name}/${card.file}`);
  for (const path of candidates) {
    if (!(await storage.exists(path))) continue;
    const bytes = await storage.read(path);
    if ((await sha256(bytes)) === card.sha256) return fileOf(card.name, bytes);
    throw datasetError(
      'wrong-checksum',
      `${path} is not the ${card.name} that is known by this name (SHA-256 ${card.sha256})`,
      `Get it again from ${card.source}, or train on the file by its path`,
    );
  }
  throw datasetError(
    'not-downloaded',
    `The dataset ${card.name} is not on this machine`,
    `Run: prattle data fetch ${card.name}; or save ${card.source} (${card.bytes} bytes, SHA-256 ${card.sha256}) as ${candidates[0] ?? `$PRATTLE_DATA_DIR/${card.name}/${card.file}`}`,
  );
}
