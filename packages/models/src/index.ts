import type { Plugin } from '@prattle/core';
import bigram from './bigram/index.js';
import transformer from './transformer/index.js';

export { default as bigram } from './bigram/index.js';
export { default as transformer } from './transformer/index.js';

/** All families that come with Prattle. */
export default function models(): Plugin {
  return { name: 'models', models: [bigram(), transformer()] };
}
