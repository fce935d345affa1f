import { joinPath, nameRemedy, type Storage } from '@prattle/core';
import { datasetError } from '../errors.js';
import { DOWNLOADS, EMBEDDED } from '../named/catalogue.js';
import { dataFolders, surroundings } from '../named/data-folders.js';
import { type DownloadOptions, download } from './download.js';

/** What is known about a dataset's file, and whether it is here. */
export interface DataFile {
  readonly name: string;
  readonly source: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Where it is, or where `fetchDataset` would put it. */
  readonly path: string;
  readonly here: boolean;
}

/** The datasets that are not shipped. */
export async function downloadableData(storage: Storage): Promise<readonly DataFile[]> {
  const files: DataFile[] = [];
  for (const { name, source, bytes, sha256, file } of DOWNLOADS) {
    const paths = dataFolders(surroundings()).map((folder) => joinPath(folder, name, file));
    let found: string | undefined;
    for (const path of paths) if (found === undefined && (await storage.exists(path))) found = path;
    // The last of the folders is the user's own; the first may be a read-only one that is shared.
    files.push({ name, source, bytes, sha256, path: found ?? paths.at(-1) ?? joinPath('datasets', name, file), here: found !== undefined });
  }
  return files;
}

/**
 * Downloads a dataset that is known by name, unless it is here.
 * @returns where it is; `resumed` bytes were there already
 * @throws DatasetError 'not-found' for a name that nobody knows, and as `download` does
 */
export async function fetchDataset(name: string, options: DownloadOptions): Promise<DataFile & { readonly resumed: number }> {
  const files = await downloadableData(options.storage);
  const file = files.find((one) => one.name === name);
  if (file === undefined) {
    const embedded = EMBEDDED.some((card) => card.name === name);
    throw datasetError(
      'not-found',
      embedded ? `The dataset ${name} comes with Prattle, there is nothing to download` : `There is no dataset "${name}" to download`,
      embedded
        ? `Use it: prattle train ${name}`
        : nameRemedy(
            name,
            files.map((one) => one.name),
          ).replace(/\.$/, ''),
    );
  }
  if (file.here) return { ...file, resumed: 0 };
  const resumed = await download({ url: file.source, path: file.path, bytes: file.bytes, sha256: file.sha256 }, options);
  return { ...file, here: true, resumed };
}
