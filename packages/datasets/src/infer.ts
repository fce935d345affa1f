import { joinPath, nameRemedy, type Storage, type Task } from '@prattle/core';
import type { AnyDataset } from './any-dataset.js';
import { dialogIn } from './dialogs/message.js';
import { dialogs } from './dialogs/plugin.js';
import { looksTagged } from './dialogs/tagged-text.js';
import { datasetError } from './errors.js';
import { expandPatterns } from './files/patterns.js';
import { STANDARD_INPUT } from './files/read-paths.js';
import { namedDatasets } from './named/plugins.js';
import { formatOfName } from './rows/format.js';
import { isRow } from './rows/row.js';
import { INDEX_FILE } from './shards/format.js';
import { shards } from './shards/plugin.js';
import { table } from './table/plugin.js';
import { text } from './text/plugin.js';
import { textToNumber } from './text-to-number/plugin.js';
import { words } from './words/plugin.js';

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
  /** What the model does that will learn from it, where that is known: a table can also be read as text. */
  readonly task?: Task | undefined;
}

const SAMPLE_BYTES = 1 << 20;
/** Closing braces that are tried as the end of a first object. */
const DEEPEST_OBJECT = 100;
const FEWEST_WORDS = 10;
/** Letters first; no space, and nothing that code or a table would have. */
const WORD = /^\p{L}[\p{L}\p{M}\p{N}'’.-]{0,31}$/u;

/**
 * What `prattle train DATA` means by DATA: the name of a dataset, else files. Files are running text, unless they begin
 * as a table or as dialogs do, or every line is one short word.
 * @throws DatasetError 'not-found' when a single name is neither
 */
export async function inferDataset(paths: readonly string[], { storage, known = [], task }: InferenceContext): Promise<Inference> {
  const [only] = paths;
  if (only !== undefined && paths.length === 1) {
    const named = [...known, ...namedDatasets].filter((plugin) => plugin.name !== plugin.kind);
    const plugin = named.find(({ name }) => name === only);
    if (plugin !== undefined) return { plugin, paths: [], reason: `"${only}" is the name of a dataset` };
    if (only !== STANDARD_INPUT && (await storage.exists(joinPath(only, INDEX_FILE)))) {
      return { plugin: shards, paths, reason: `${only} holds prepared tokens` };
    }
    await refuseUnknownName(only, named, storage);
  }
  if (paths.length === 0) return { plugin: text, paths, reason: 'nothing is named' };
  const beginnings: Beginning[] = [];
  for (const path of await expandPatterns(paths, storage)) beginnings.push(await beginningOf(path, storage));
  const structures = beginnings.map((beginning) => fitting(structureOf(beginning), task));
  const [structure] = structures;
  if (structure && structures.every((other) => other?.plugin === structure.plugin)) {
    return { plugin: structure.plugin, paths, reason: `${paths.join(', ')} ${structure.reason}` };
  }
  if (allWords(beginnings)) {
    return { plugin: words, paths, reason: `every line of ${paths.join(', ')} is one short word` };
  }
  return { plugin: text, paths, reason: 'files are running text unless every line is one short word' };
}

async function refuseUnknownName(name: string, named: readonly AnyDataset[], storage: Storage): Promise<void> {
  const looksLikePath = name === STANDARD_INPUT || /[./\\]/.test(name);
  if (looksLikePath || (await storage.exists(name))) return;
  const names = named.map((plugin) => plugin.name);
  throw datasetError('not-found', `There is no file, no folder and no dataset "${name}"`, nameRemedy(name, new Set(names)));
}

/** A form that a file has. */
interface Structure {
  readonly plugin: AnyDataset;
  readonly reason: string;
}

/** Rows are what the model can make of them: numbers, texts that stand for numbers, or running text like any other. */
function fitting(structure: Structure | undefined, task: Task | undefined): Structure | undefined {
  if (structure === undefined || structure.plugin === dialogs || task === undefined) return structure;
  if (task === 'next-token') return undefined;
  return { ...structure, plugin: task === 'text-to-number' ? textToNumber : table };
}

/** What a file is by its form, if that is anything but text. */
function structureOf({ path, text: beginning }: Beginning): Structure | undefined {
  if (looksTagged(beginning)) return { plugin: dialogs, reason: 'holds dialogs' };
  const format = formatOfName(path);
  if (format === undefined || beginning === '') return undefined;
  if (format !== 'json' && format !== 'jsonl') return { plugin: table, reason: 'is a table' };
  const listed = beginning.trimStart().startsWith('[');
  if (format === 'json' && !listed) return undefined; // one object is no table
  const first = firstObject(listed ? beginning.trimStart().slice(1) : beginning);
  if (dialogIn(first)) return { plugin: dialogs, reason: 'holds dialogs' };
  if (!isRow(first)) return undefined;
  const members = Object.values(first);
  return members.length === 2 &&
    members.some((member) => typeof member === 'string') &&
    members.some((member) => typeof member === 'number')
    ? { plugin: textToNumber, reason: 'has a text and a number in every row' }
    : { plugin: table, reason: 'is a table' };
}

/** The first object of JSON that may go on or be cut off. */
function firstObject(json: string): unknown {
  let end = -1;
  for (let depth = 0; depth < DEEPEST_OBJECT; depth++) {
    end = json.indexOf('}', end + 1);
    if (end < 0) return undefined;
    try {
      return JSON.parse(json.slice(0, end + 1));
    } catch {
      // The object goes on: this brace closes something inside of it.
    }
  }
  return undefined;
}

function allWords(beginnings: readonly Beginning[]): boolean {
  const counts = beginnings.map(wordsIn);
  return counts.every((count) => count > 0) && counts.reduce((sum, count) => sum + count, 0) >= FEWEST_WORDS;
}

/** How many words, one a line, the beginning of a file has; 0 when it has anything else. */
function wordsIn({ text: beginning, whole }: Beginning): number {
  const lines = beginning.split('\n');
  if (!whole) lines.pop();
  const found = lines.map((line) => line.trim()).filter((line) => line !== '');
  return found.every((line) => WORD.test(line)) ? found.length : 0;
}

interface Beginning {
  readonly path: string;
  /** Empty when it cannot be looked at. */
  readonly text: string;
  readonly whole: boolean;
}

async function beginningOf(path: string, storage: Storage): Promise<Beginning> {
  if (path === STANDARD_INPUT) return { path, text: '', whole: true };
  try {
    const sample = await storage.readRange(path, 0, SAMPLE_BYTES);
    return { path, text: new TextDecoder().decode(sample), whole: sample.length < SAMPLE_BYTES };
  } catch {
    return { path, text: '', whole: true }; // a folder, or missing: opening it will say so
  }
}
