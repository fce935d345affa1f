import backendTfjs from '@prattle/backend-tfjs';
import backendWasm from '@prattle/backend-wasm';
import backendWebGpu from '@prattle/backend-webgpu';
import { createRegistry } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import samplers from '@prattle/sampling';
import tokenizers from '@prattle/tokenizers';
import training from '@prattle/training';

/** Everything that the page knows by name. */
export const registry = createRegistry([
  models(),
  tokenizers(),
  datasets(),
  samplers(),
  training(),
  backendWebGpu(),
  backendWasm(),
  backendTfjs(),
]);
