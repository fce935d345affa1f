import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { createRegistry, type Plugin, type Registry } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import tokenizers from '@prattle/tokenizers';

const builtIn: readonly (() => Plugin)[] = [models, tokenizers, datasets, backendCpu, backendTfjs];

/** Everything that comes with Prattle. */
export function builtInRegistry(): Registry {
  return createRegistry(builtIn.map((factory) => factory()));
}
