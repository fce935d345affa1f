import { decodeText, joinPath, type Storage, UsageError } from '@prattle/core';
import { type RunSpec, runFiles } from '@prattle/runs';
import { unzipSync, zipSync } from 'fflate';
import type { DataFile, ExportedRun, RunCard } from '../protocol.js';
import { runFolder, storage } from '../storage.js';
import { library, removeRun } from './library.js';

const MANIFEST = 'prattle.json';
const SPEC = 'run.json';

/** A run's folder as a zip, with the files that it learnt from where they are somebody's own. */
export async function exportRun(run: string): Promise<ExportedRun> {
  const folder = runFolder(run);
  const files: Record<string, Uint8Array> = {};
  for (const path of await filesBelow(storage, folder)) files[joinPath(run, path)] = await storage.read(joinPath(folder, path));
  const { dataset } = JSON.parse(decodeText(await storage.read(runFiles.spec(folder)))) as RunSpec;
  for (const path of dataset.paths) files[path] = await storage.read(path);
  // Weights do not compress: storing them is as good and at once.
  const zip = zipSync(files, { level: 0 }) as Uint8Array<ArrayBuffer>;
  return { name: `${run}.zip`, zip, command: `prattle train --out ${run} --resume --backend auto` };
}

/**
 * Takes in a run or a checkpoint of the command line: a zip, or the files of a folder.
 * @throws UsageError when there is no checkpoint in it
 */
export async function importRun(given: readonly DataFile[]): Promise<RunCard> {
  const files = given.flatMap(unpacked);
  const spec = files.find(({ path }) => fileName(path) === SPEC);
  const manifest = files.find(({ path }) => fileName(path) === MANIFEST);
  if (!manifest) {
    const remedy = 'Give the folder that `prattle train` made, or a zip of it.';
    throw new UsageError({ package: 'demo', code: 'no-checkpoint', what: 'There is no checkpoint in these files', remedy });
  }
  const root = parentOf((spec ?? manifest).path);
  const run = fileName(root) || 'imported';
  await removeRun(run);
  for (const { path, bytes } of files) {
    if (path.startsWith(root === '' ? '' : `${root}/`)) await storage.write(place(run, path.slice(root.length), spec !== undefined), bytes);
    else await storage.write(path, bytes);
  }
  if (!spec) await writeSpec(run, manifest.bytes);
  const card = (await library()).find((one) => one.run === run && !one.builtIn);
  if (card) return card;
  const remedy = 'Make the zip anew, with all files of the folder.';
  throw new UsageError({ package: 'demo', code: 'no-checkpoint', what: `The checkpoint in ${root || 'these files'} is not whole`, remedy });
}

/** A checkpoint alone becomes the last one of a run. */
function place(run: string, path: string, isRun: boolean): string {
  return joinPath(isRun ? runFolder(run) : runFiles.checkpoint(runFolder(run), 'last'), path);
}

/** A checkpoint alone has the settings of its run inside. */
async function writeSpec(run: string, manifest: Uint8Array): Promise<void> {
  const { run: spec } = JSON.parse(decodeText(manifest)) as { readonly run?: unknown };
  await storage.write(runFiles.spec(runFolder(run)), new TextEncoder().encode(JSON.stringify(spec ?? {})));
  await storage.write(runFiles.metrics(runFolder(run)), new Uint8Array());
}

function unpacked({ path, bytes }: DataFile): DataFile[] {
  if (!path.toLowerCase().endsWith('.zip')) return [{ path, bytes }];
  return Object.entries(unzipSync(bytes)).flatMap(([inside, content]) => (inside.endsWith('/') ? [] : [{ path: inside, bytes: content }]));
}

async function filesBelow(files: Storage, folder: string, path = ''): Promise<string[]> {
  const found: string[] = [];
  for (const name of await files.list(joinPath(folder, path))) {
    const inside = joinPath(path, name);
    const below = await files.list(joinPath(folder, inside));
    if (below.length > 0) found.push(...(await filesBelow(files, folder, inside)));
    else if (!name.startsWith('.')) found.push(inside);
  }
  return found;
}

const fileName = (path: string): string => path.split('/').at(-1) ?? '';
const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');
