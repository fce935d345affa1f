import { type Backend, BackendError } from '@prattle/core';
import { memory } from '@prattle/ops';
import { eagerStep, engine, install, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';
import { rememberProcessListeners } from './process-listeners.js';

/** What sets one of tfjs's own backends apart. */
export interface StockBackend {
  readonly name: string;
  /** The name under which tfjs registers it. */
  readonly tfjsName: 'cpu' | 'wasm';
  readonly device: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Bytes taken from the system. */
  reserved(): number;
}

const NOT_RECORDED = 'tfjs backends run every operation from JavaScript, and nothing of it can be recorded';

/** How often each tfjs backend is open: the last one to be closed removes it from tfjs, with its memory. */
const open = new Map<string, number>();

/** Makes a tfjs backend, whose package has been imported, the current one. @throws BackendError when it cannot start */
export async function openStock({ name, tfjsName, device, details, reserved }: StockBackend): Promise<Backend> {
  install();
  if (!(await setBackend(tfjsName))) {
    throw new BackendError({
      package: 'backend-tfjs',
      code: 'cannot-start',
      what: `tfjs could not start its ${tfjsName} backend`,
      remedy: 'Try another one: `prattle backends` lists them.',
    });
  }
  open.set(tfjsName, (open.get(tfjsName) ?? 0) + 1);
  let closed = false;
  return {
    name,
    device,
    capabilities: { device: 'cpu', replay: false, fusedKernels: [], synchronousReads: true },
    details,
    memory() {
      const { tensors, bytes } = memory();
      return { tensors, bytes, reserved: Math.max(bytes, reserved()) };
    },
    compile: (step) => eagerStep(step, NOT_RECORDED),
    close() {
      if (closed) return;
      closed = true;
      const others = (open.get(tfjsName) ?? 1) - 1;
      open.set(tfjsName, others);
      if (others === 0) restart(tfjsName);
    },
  };
}

/** Frees a backend and registers it anew, since tfjs forgets how to make one that was removed. */
function restart(tfjsName: string): void {
  const factory = engine().findBackendFactory(tfjsName);
  const restoreListeners = rememberProcessListeners();
  removeBackend(tfjsName);
  restoreListeners();
  registerBackend(tfjsName, factory);
}
