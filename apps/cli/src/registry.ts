import backendCpu from '@prattle/backend-cpu';
import backendCuda from '@prattle/backend-cuda';
import backendTfjs from '@prattle/backend-tfjs';
import backendTfjsNode from '@prattle/backend-tfjs-node';
import backendWasm from '@prattle/backend-wasm';
import backendWebGpu from '@prattle/backend-webgpu';
import { createRegistry, type Plugin, type Registry } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import samplers from '@prattle/sampling';
import tokenizers from '@prattle/tokenizers';
import training from '@prattle/training';
import { configuredPlugins } from './plugins.js';

const builtIn: readonly (() => Plugin)[] = [
  models,
  tokenizers,
  datasets,
  samplers,
  backendCpu,
  backendCuda,
  backendWasm,
  backendWebGpu,
  backendTfjsNode,
  backendTfjs,
  training,
];

/** Everything that comes with Prattle, and the plugins that a `prattle.config` in the current folder lists. */
export async function openRegistry(): Promise<Registry> {
  const registry = createRegistry(builtIn.map((factory) => factory()));
  for (const plugin of await configuredPlugins()) registry.add(plugin);
  return registry;
}
