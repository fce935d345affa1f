import { createRandom, type Model } from '@prattle/core';
import { transformer } from '@prattle/models';

/** Characters of tinyshakespeare. */
export const VOCABULARY = 65;
export const CONTEXT = 32;
export const BATCH = 16;

/** The nanoGPT notebook's transformer, fresh. */
export function notebookModel(): Model {
  const { config, presets, build } = transformer();
  const data = { vocabularySize: VOCABULARY, contextLength: CONTEXT };
  return build(config.parse({ ...presets.notebook?.model }), { data, random: createRandom('philox', 1) });
}
