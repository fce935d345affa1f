import { definePlugin, type Plugin } from '@prattle/core';
import { tfjsCpu } from './cpu.js';

/** tfjs's own backend in plain JavaScript: the reference, and what runs where nothing faster can. */
export default function tfjs(): Plugin {
  return definePlugin({ name: 'tfjs', backends: [tfjsCpu] });
}
