import {
  type ConfigValues,
  choice,
  type DatasetPlugin,
  defineConfig,
  integer,
  number,
  type OpenDataset,
  type PrepareOptions,
  type Tokenizer,
} from '@prattle/core';
import { encodeAt } from '../encode.js';
import { datasetError } from '../errors.js';
import { readPaths } from '../files/read-paths.js';
import type { SourceFile } from '../files/source-file.js';
import { hashFiles } from '../hash.js';
import { ItemTable } from '../items/item-table.js';
import { ItemsDataset } from '../items/items-dataset.js';
import { TokenCollector } from '../token-array.js';
import type { Dialog } from './message.js';
import { readDialogs } from './read-dialogs.js';
import { taggedMessage } from './tagged-text.js';

const KIND = 'dialogs';

const config = defineConfig({
  validation: number({
    default: 0.1,
    min: 0,
    max: 0.5,
    describe: 'Fraction of the dialogs that validates',
    aliases: ['validation_fraction', 'val_fraction'],
  }),
  learn: choice(['everything', 'replies'], {
    default: 'everything',
    describe: 'What of a dialog is learnt: all of it, or what the assistant says',
  }),
  first: integer({ default: null, min: 1, describe: 'Take only so many dialogs, from the start' }),
});

/** For dialogs that are there to be learnt by heart: what is held out, no model of that size would know. */
export const byHeart: typeof config = defineConfig({
  ...config.settings,
  validation: { ...config.settings.validation, default: 0 },
});

type DialogsConfig = ConfigValues<typeof config>;

/** Conversations, one an item. */
export const dialogs: DatasetPlugin<typeof config> = {
  name: KIND,
  kind: KIND,
  summary: 'Conversations: <user>…</user><assistant>…</assistant><eot> as text, or messages as JSON lines.',
  defaultModel: 'tiny-chat',
  config,
  open: async (paths, settings, { storage }) => openDialogs(paths.join(', '), await readPaths(paths, storage), settings),
};

/** Dialogs that have been read. */
export async function openDialogs(name: string, files: readonly SourceFile[], settings: DialogsConfig): Promise<OpenDataset> {
  const all = await readDialogs(files);
  const hash = await hashFiles(files);
  const chosen = all.slice(0, settings.first ?? all.length);
  return { name, prepare: (options) => prepare(chosen, hash, settings, options) };
}

/** In every dialog's text the tokenizer's end token stands for `<eot>`; it also opens the dialog. */
function prepare(chosen: readonly Dialog[], hash: string, { validation, learn }: DialogsConfig, options: PrepareOptions) {
  const texts = chosen.map((dialog) => dialog.map(taggedMessage).join(''));
  const tokenizer = options.tokenizer ?? options.trainTokenizer(texts, { end: true });
  const { end } = tokenizer.special;
  if (end === undefined) {
    const what = `Dialogs need a tokenizer with an end token; this ${tokenizer.kind} tokenizer has none`;
    throw datasetError('bad-tokenizer', what, 'Train it with the setting end = true');
  }
  const held = Math.floor(chosen.length * validation);
  const dataset = new ItemsDataset({
    kind: KIND,
    unit: KIND,
    ...encodeDialogs(chosen, tokenizer, learn),
    tokenizer,
    end,
    hash,
    order: options.random.permutation(chosen.length),
    validation: held,
    test: 0,
    splitPolicy: 'by dialog, shuffled by the seed',
  });
  return { dataset, tokenizer };
}

/** Message by message, so that it is known which tokens are whose. A reply is learnt from its first character to its closing tag. */
function encodeDialogs(chosen: readonly Dialog[], tokenizer: Tokenizer, learn: DialogsConfig['learn']) {
  const characters = chosen.flat().reduce((sum, { content }) => sum + content.length, 0);
  const tokens = new TokenCollector(characters, tokenizer.vocabularySize);
  const given = new TokenCollector(characters, 2);
  const offsets = [0];
  chosen.forEach((dialog, index) => {
    const append = (text: string, isGiven: boolean): void => {
      const ids = encodeAt(tokenizer, text, `dialog ${index + 1}`);
      tokens.append(ids);
      given.append(new Int32Array(ids.length).fill(isGiven ? 1 : 0));
    };
    for (const message of dialog) {
      const opening = `<${message.role}>`;
      append(opening, learn === 'replies');
      append(taggedMessage(message).slice(opening.length), learn === 'replies' && message.role !== 'assistant');
    }
    offsets.push(tokens.length);
  });
  const places = Int32Array.from(offsets);
  return { items: new ItemTable(tokens.finish(), places), given: new ItemTable(given.finish(), places) };
}
