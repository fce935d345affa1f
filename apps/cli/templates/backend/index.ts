import { BackendError, defineBackend, definePlugin, type Plugin } from '@prattle/core';
import { memory } from '@prattle/ops';
import { eagerStep, install, setBackend } from '@prattle/ops/tfjs';

const NAME = 'template-name';
/** The name under which the package that is imported below registers itself with tfjs. */
const TFJS_NAME = 'cpu';
const DETAILS = { engine: 'tfjs' };

/** `prattle train names --backend ./template-name` */
export default function templateName(): Plugin {
  return definePlugin({
    name: 'template-name',
    backends: [
      defineBackend({
        name: NAME,
        summary: 'A backend of tfjs. Replace it with your own.',
        // `auto` takes the one with the highest priority; from 100 on it is measured against the others.
        priority: 2,
        // Looks without touching anything; where something is missing: { available: false, reason, remedy }.
        probe: async () => ({ available: true, device: 'JavaScript', details: DETAILS }),
        async open() {
          await import('@tensorflow/tfjs-backend-cpu');
          // Every operation of language models with its gradient; kernels of your own replace them by name.
          await install();
          if (!(await setBackend(TFJS_NAME))) {
            throw new BackendError({
              package: NAME,
              code: 'cannot-start',
              what: `tfjs could not start ${TFJS_NAME}`,
              remedy: 'Use another backend.',
            });
          }
          return {
            name: NAME,
            device: 'JavaScript',
            capabilities: { device: 'cpu', replay: false, fusedKernels: [], synchronousReads: true },
            details: DETAILS,
            memory() {
              const { tensors, bytes } = memory();
              return { tensors, bytes, reserved: bytes };
            },
            compile: (step) => eagerStep(step, 'every operation is run from JavaScript'),
            close() {},
          };
        },
      }),
    ],
  });
}
