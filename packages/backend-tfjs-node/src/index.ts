import { definePlugin, type Plugin } from '@prattle/core';
import { tfjsNodeBackend } from './backend.js';
import { type ModuleSource, variants } from './variants.js';

export type { ModuleSource } from './variants.js';

/** The plugin: `tfjs-node` and `tfjs-node-gpu`, which open the package of that name where it is installed. */
export default function backendTfjsNode(source: ModuleSource = {}): Plugin {
  return definePlugin({ name: '@prattle/backend-tfjs-node', backends: variants.map((variant) => tfjsNodeBackend(variant, source)) });
}
