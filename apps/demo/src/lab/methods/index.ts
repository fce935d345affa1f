import { backendAnswers } from '../choose-backend.js';
import type { LabMethods } from '../protocol.js';
import { exportRun, importRun } from './carry.js';
import { catalogue, putData, resolve } from './catalogue.js';
import { chat } from './chat.js';
import { embedding, gradients, lookInside } from './inside.js';
import { library, removeRun, savedRun } from './library.js';
import { nextToken } from './next-token.js';
import { learnTable, predictWith } from './regress.js';
import { pause, proceed, stop, train } from './training.js';
import { write } from './writing.js';

type Implementation<Name extends keyof LabMethods> = (
  emit: (part: LabMethods[Name]['part']) => void,
  ...args: LabMethods[Name]['args']
) => LabMethods[Name]['result'] | Promise<LabMethods[Name]['result']>;

/** Everything that the page can ask. */
export const methods: { readonly [Name in keyof LabMethods]: Implementation<Name> } = {
  backends: () => backendAnswers(),
  catalogue: () => catalogue(),
  resolve: (_, order) => resolve(order),
  putData: (_, files) => putData(files),
  library: () => library(),
  savedRun: (_, run) => savedRun(run),
  removeRun: (_, run) => removeRun(run),
  train,
  pause: () => pause(),
  proceed: () => proceed(),
  stop: () => stop(),
  write,
  lookInside: (_, run, text) => lookInside(run, text),
  embedding: (_, run) => embedding(run),
  gradients: (_, run, text) => gradients(run, text),
  nextToken: (_, run, text, options) => nextToken(run, text, options),
  learnTable: (_, order) => learnTable(order),
  predict: (_, run, examples) => predictWith(run, examples),
  chat,
  exportRun: (_, run) => exportRun(run),
  importRun: (_, files) => importRun(files),
};
