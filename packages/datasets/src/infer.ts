import { type DatasetPlugin, nameRemedy, type Storage } from '@prattle/core';
import { datasetError } from './errors.js';
import { STANDARD_INPUT } from './files/read-paths.js';
import { namedDatasets } from './named/plugins.js';
import { text } from './text/plugin.js';
import { words } from './words/plugin.js';

// biome-ignore lint/suspicious/noExplicitAny: datasets of different settings, each used through its own schema
export type AnyDataset = DatasetPlugin<any>;

/** What to read, how, and why so. */
export interface Inference {
  readonly plugin: AnyDataset;
  /** What to give to `plugin.open`. */
  readonly paths: readonly string[];
  /** One phrase for people: "every line of names.txt is one short word". */
  readonly reason: string;
}

export interface InferenceContext {
  readonly storage: Storage;
  /** Datasets that may be meant by name, beside those of this package. */
  readonly known?: readonly AnyDataset[];
}

const SAMPLE_BYTES = 1 << 20;
const FEWEST_WORDS = 10;
/** Letters first; no space, and nothing that code or a table would have. */
const WORD = /^\p{L}[\p{L}\p{M}\p{N}'’.-]{0,31}$/u;

/**
 * What `prattle train DATA` means by DATA: the name of a dataset, else files. Files are running text, unless every line
 * is one short word.
 * @throws DatasetError 'not-found' when a single name is neither
 */
export async function inferDataset(paths: readonly string[], { storage, known = [] }: InferenceContext): Promise<Inference> {
  const [only] = paths;
  if (only !== undefined && paths.length === 1) {
    const named = [...known, ...namedDatasets].filter((plugin) => plugin.name !== plugin.kind);
    const plugin = named.find(({ name }) => name === only);
    if (plugin !== undefined) return { plugin, paths: [], reason: `"${only}" is the name of a dataset` };
    await refuseUnknownName(only, named, storage);
  }
  if (await allWords(paths, storage)) {
    return { plugin: words, paths, reason: `every line of ${paths.join(', ')} is one short word` };
  }
  return { plugin: text, paths, reason: 'files are running text unless every line is one short word' };
}

async function refuseUnknownName(name: string, named: readonly AnyDataset[], storage: Storage): Promise<void> {
  const looksLikePath = name === STANDARD_INPUT || /[./\\]/.test(name);
  if (looksLikePath || (await storage.exists(name))) return;
  const names = named.map((plugin) => plugin.name);
  throw datasetError('not-found', `There is no file, no folder and no dataset "${name}"`, nameRemedy(name, names));
}

async function allWords(paths: readonly string[], storage: Storage): Promise<boolean> {
  let count = 0;
  for (const path of paths) {
    const found = await wordsAtStart(path, storage);
    if (found === 0) return false;
    count += found;
  }
  return count >= FEWEST_WORDS;
}

/** How many words, one a line, the beginning of a file has; 0 when it has anything else or cannot be looked at. */
async function wordsAtStart(path: string, storage: Storage): Promise<number> {
  if (path === STANDARD_INPUT) return 0;
  let sample: Uint8Array;
  try {
    sample = await storage.readRange(path, 0, SAMPLE_BYTES);
  } catch {
    return 0; // a folder, or missing: opening it will say so
  }
  const lines = new TextDecoder().decode(sample).split('\n');
  if (sample.length === SAMPLE_BYTES) lines.pop();
  const found = lines.map((line) => line.trim()).filter((line) => line !== '');
  return found.every((line) => WORD.test(line)) ? found.length : 0;
}
