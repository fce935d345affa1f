import { defineBackend } from '@prattle/core';
import { openStock } from './stock-backend.js';

const details = { engine: 'tfjs, plain JavaScript' };

/** tfjs's backend in plain JavaScript: runs everywhere, and slowly. Its results are what other backends are compared with. */
export const tfjsCpu = defineBackend({
  name: 'tfjs-cpu',
  summary: 'Plain JavaScript (tfjs). Runs everywhere; for reference, not for speed.',
  priority: 1,
  probe: async () => ({ available: true, device: 'JavaScript', details }),
  async open() {
    await import('@tensorflow/tfjs-backend-cpu');
    return openStock({ name: 'tfjs-cpu', tfjsName: 'cpu', device: 'JavaScript', details, reserved: () => 0 });
  },
});
