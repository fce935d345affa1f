import type { TensorArray } from '@prattle/checkpoint';
import { readSafetensors } from '@prattle/checkpoint';
import { decodeText, joinPath, type Storage, splitPath } from '@prattle/core';
import { unreadable, unsupported } from '../errors.js';
import type { Tensors } from '../portable.js';

/** What lies in a folder that another program wrote. */
export interface ForeignFiles {
  readonly tensors: Tensors;
  /** Of the weights' file. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tokenizer?: Readonly<Record<string, unknown>>;
}

const WEIGHTS = 'model.safetensors';
const INDEX = `${WEIGHTS}.index.json`;

/** @param path a folder, or a file of weights with or without a `config.json` and a `tokenizer.json` beside it */
export async function readForeign(storage: Storage, path: string): Promise<ForeignFiles> {
  if (/\.(pt|pth|bin|pkl|ckpt)$/i.test(path)) throw pickled(path);
  const isFile = path.endsWith('.safetensors');
  const folder = isFile ? splitPath(path).folder : path;
  const weights = isFile ? await readWeights(storage, path) : await readFolderWeights(storage, folder);
  const config = await readJson(storage, joinPath(folder, 'config.json'));
  const tokenizer = await readJson(storage, joinPath(folder, 'tokenizer.json'));
  return { ...weights, ...(config ? { config } : {}), ...(tokenizer ? { tokenizer } : {}) };
}

async function readFolderWeights(storage: Storage, folder: string) {
  const single = joinPath(folder, WEIGHTS);
  if (await storage.exists(single)) return readWeights(storage, single);
  const index = await readJson(storage, joinPath(folder, INDEX));
  if (index) return readShards(storage, folder, index);
  const names = await storage.list(folder);
  const pickle = names.find((name) => /\.(pt|pth|bin|pkl|ckpt)$/i.test(name));
  if (pickle !== undefined) throw pickled(joinPath(folder, pickle));
  throw unreadable(
    names.length === 0 ? `There is nothing in ${folder}` : `There is no ${WEIGHTS} in ${folder}`,
    'Name a folder with config.json and model.safetensors, or a .safetensors file.',
  );
}

async function readWeights(storage: Storage, path: string): Promise<Pick<ForeignFiles, 'tensors' | 'metadata'>> {
  return readSafetensors(await storage.read(path), path);
}

async function readShards(storage: Storage, folder: string, index: Readonly<Record<string, unknown>>) {
  const map = index.weight_map;
  if (typeof map !== 'object' || map === null)
    throw unreadable(`${INDEX} in ${folder} has no weight_map`, 'Use the file as it was written.');
  const tensors = new Map<string, TensorArray>();
  for (const shard of new Set(Object.values(map))) {
    // A plain name: no way out of the folder.
    if (typeof shard !== 'string' || !/^[\w-][\w.-]*\.safetensors$/.test(shard)) {
      throw unreadable(
        `${INDEX} in ${folder} names the file ${JSON.stringify(shard)?.slice(0, 60)}`,
        'Shards must be .safetensors files in the same folder.',
      );
    }
    for (const [name, tensor] of (await readWeights(storage, joinPath(folder, shard))).tensors) tensors.set(name, tensor);
  }
  return { tensors, metadata: {} };
}

async function readJson(storage: Storage, path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!(await storage.exists(path))) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(decodeText(await storage.read(path)));
  } catch (cause) {
    throw unreadable(`${path} is not JSON`, 'Use the file as it was written.', cause);
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content as Record<string, unknown>;
  throw unreadable(`${path} is not a JSON object`, 'Use the file as it was written.');
}

function pickled(path: string) {
  return unsupported(
    `${path} is a Python pickle, which runs code when it is read`,
    'Convert it first: python3 state_dict_to_safetensors.py FILE FOLDER (the script is in the folder python of @prattle/interchange).',
  );
}
