import type { BackendPlugin } from '@prattle/core';
import backendTfjsNode from '../index.js';
import type { Variant } from '../variants.js';

/** The backend for a package that is really installed: in the folder that PRATTLE_TFJS_NODE names, or for this package. */
export function installedBackend(name: Variant['name']): BackendPlugin {
  const from = process.env.PRATTLE_TFJS_NODE;
  const backend = backendTfjsNode(from === undefined ? {} : { from }).backends?.find((one) => one.name === name);
  if (backend === undefined) throw new Error(`There is no backend ${name}`);
  return backend;
}
