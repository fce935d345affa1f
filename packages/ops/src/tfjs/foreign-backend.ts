import { type Backend, BackendError } from '@prattle/core';
import { engine, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { memory } from '../tensors/current.js';
import { eagerStep } from './eager-step.js';

/** What is to be said of a backend that knows tfjs and nothing of Prattle. */
export interface ForeignBackend extends Pick<Backend, 'name' | 'device' | 'details'> {
  /** The package that opens it, as errors name it. */
  readonly package: string;
  /** The name under which it is registered in tfjs. */
  readonly tfjsName: string;
  readonly kind: Backend['capabilities']['device'];
}

const NOT_RECORDED = 'tfjs runs every operation from JavaScript, and nothing of it can be recorded';

/** How often each is open, by its name in tfjs: the last one to close it removes it, with its memory. */
const users = new Map<string, number>();

/**
 * Makes a tfjs backend that is registered, and knows nothing of Prattle, the current one. It runs the language-model
 * operations as their composed references, and steps one operation at a time.
 * @throws BackendError when tfjs cannot start it
 */
export async function openForeignBackend({ package: owner, tfjsName, kind, name, device, details }: ForeignBackend): Promise<Backend> {
  if (!(await setBackend(tfjsName))) {
    throw new BackendError({
      package: owner,
      code: 'cannot-start',
      what: `tfjs could not start its backend "${tfjsName}"`,
      remedy: 'Try another one: `prattle backends` lists them.',
    });
  }
  users.set(tfjsName, (users.get(tfjsName) ?? 0) + 1);
  let closed = false;
  return {
    name,
    device,
    details,
    capabilities: { device: kind, replay: false, fusedKernels: [], synchronousReads: true },
    memory() {
      const { tensors, bytes } = memory();
      return { tensors, bytes, reserved: bytes };
    },
    compile: (step) => eagerStep(step, NOT_RECORDED),
    close() {
      if (closed) return;
      closed = true;
      const left = (users.get(tfjsName) ?? 0) - 1;
      users.set(tfjsName, left);
      if (left === 0) removeForeignBackend(tfjsName);
    },
  };
}

/** Frees the backend and registers it anew, since tfjs forgets how to make one that was removed. */
function removeForeignBackend(tfjsName: string): void {
  const factory = engine().findBackendFactory(tfjsName);
  removeBackend(tfjsName);
  registerBackend(tfjsName, factory);
}
