import { type Available, BackendError, type BackendOptions } from '@prattle/core';
import type { InstructionSet } from './instruction-set.js';
import { isNode } from './threads/start.js';

const MOST_THREADS = 64;
const MOST_THREADS_BY_DEFAULT = 8;

/** Whether memory may be shared with other threads: always in Node, in a browser on cross-origin isolated pages. */
function canShare(): boolean {
  return isNode() || globalThis.crossOriginIsolated === true;
}

function countCores(): number {
  return isNode() ? process.getBuiltinModule('node:os').availableParallelism() : navigator.hardwareConcurrency;
}

/**
 * The threads to use: 1 where memory cannot be shared.
 * @throws BackendError on a thread count that is none
 */
export function threadCount({ threads = Math.min(countCores(), MOST_THREADS_BY_DEFAULT) }: BackendOptions): number {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new BackendError({
      package: 'backend-wasm',
      code: 'bad-option',
      what: `threads is ${threads}`,
      remedy: `Give a whole number from 1 to ${MOST_THREADS}.`,
    });
  }
  return canShare() ? threads : 1;
}

/** The device in words and as facts. */
export function describeDevice(threads: number, instructionSet: InstructionSet): Pick<Available, 'device' | 'details'> {
  const cores = countCores();
  const device = `WebAssembly (${cores} ${cores === 1 ? 'core' : 'cores'}, ${instructionSet})`;
  return { device, details: { instructionSet, threads, cores, ...(canShare() ? {} : { isolated: 'no: one thread' }) } };
}
