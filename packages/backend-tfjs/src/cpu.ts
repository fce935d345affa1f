import { type Backend, BackendError, defineBackend } from '@prattle/core';
import { memory } from '@prattle/ops';
import { eagerStep, engine, install, registerBackend, removeBackend, setBackend } from '@prattle/ops/tfjs';

/** The name under which tfjs registers it. */
const TFJS_NAME = 'cpu';

const device = 'JavaScript';
const details = { engine: 'tfjs, plain JavaScript' };

const NOT_RECORDED = 'tfjs runs every operation from JavaScript, and nothing of it can be recorded';

/** How often it is open: the last one to close it removes it from tfjs, with its memory. */
let users = 0;

/** tfjs's backend in plain JavaScript: runs everywhere, and slowly. Its results are what other backends are compared with. */
export const tfjsCpu = defineBackend({
  name: 'tfjs-cpu',
  summary: 'Plain JavaScript (tfjs). Runs everywhere; for reference, not for speed.',
  priority: 1,
  probe: async () => ({ available: true, device, details }),
  open,
});

async function open(): Promise<Backend> {
  await import('@tensorflow/tfjs-backend-cpu');
  install();
  if (!(await setBackend(TFJS_NAME))) {
    throw new BackendError({
      package: 'backend-tfjs',
      code: 'cannot-start',
      what: 'tfjs could not start its backend in JavaScript',
      remedy: 'Try another one: `prattle backends` lists them.',
    });
  }
  users++;
  let closed = false;
  return {
    name: 'tfjs-cpu',
    device,
    capabilities: { device: 'cpu', replay: false, fusedKernels: [], synchronousReads: true },
    details,
    memory() {
      const { tensors, bytes } = memory();
      return { tensors, bytes, reserved: bytes };
    },
    compile: (step) => eagerStep(step, NOT_RECORDED),
    close() {
      if (closed) return;
      closed = true;
      users--;
      if (users === 0) restart();
    },
  };
}

/** Frees the backend and registers it anew, since tfjs forgets how to make one that was removed. */
function restart(): void {
  const factory = engine().findBackendFactory(TFJS_NAME);
  removeBackend(TFJS_NAME);
  registerBackend(TFJS_NAME, factory);
}
