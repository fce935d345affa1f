import { definePlugin, type Plugin } from '@prattle/core';
import { tfjsCpu } from './cpu.js';
import { tfjsWasm } from './wasm.js';

export type { TfjsWasmOptions } from './wasm.js';

/** tfjs's own backends: what runs where nothing faster can. */
export default function tfjs(): Plugin {
  return definePlugin({ name: 'tfjs', backends: [tfjsWasm, tfjsCpu] });
}
