import backendCpu from '@prattle/backend-cpu';
import backendCuda from '@prattle/backend-cuda';
import backendTfjs from '@prattle/backend-tfjs';
import backendTfjsNode from '@prattle/backend-tfjs-node';
import backendWasm from '@prattle/backend-wasm';
import backendWebGpu from '@prattle/backend-webgpu';
import { createRegistry } from '@prattle/core';
import { type Candidate, candidatesOf } from './candidates.js';

const registry = createRegistry([backendCpu(), backendCuda(), backendWasm(), backendWebGpu(), backendTfjsNode(), backendTfjs()]);

/** As `candidatesOf`, of all the backends that Node may have. */
export function candidates(name: string): Promise<Candidate[]> {
  return candidatesOf(registry, name);
}
