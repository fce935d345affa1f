import type { Plugin } from '@prattle/core';
import { text } from './text/plugin.js';
import { words } from './words/plugin.js';

export { text, words };

/** Every dataset of this package. */
export default function datasets(): Plugin {
  return { name: '@prattle/datasets', datasets: [text, words] };
}
