import { type Backend, defineBackend } from '@prattle/core';
import { install, openForeignBackend } from '@prattle/ops/tfjs';

const device = 'JavaScript';
const details = { engine: 'tfjs, plain JavaScript' };

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
  await install();
  return openForeignBackend({ package: 'backend-tfjs', tfjsName: 'cpu', kind: 'cpu', name: 'tfjs-cpu', device, details });
}
