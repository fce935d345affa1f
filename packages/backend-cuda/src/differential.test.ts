import { openNativeEngine } from '@prattle/backend-cpu/testing';
import { engineComparison } from '@prattle/engine/testing';
import { findAddon, findKernels } from './addon/find-addon.js';
import { CudaEngine } from './cuda-engine.js';
import { useEmulatedDevice } from './test/emulated.js';

const isThere = useEmulatedDevice();

engineComparison(
  (context) => {
    const native = openNativeEngine();
    if ('reason' in native) return context.skip(`${native.reason}. ${native.remedy}`);
    context.onTestFinished(() => native.engine.close());
    return native.engine;
  },
  (context) => {
    if (!isThere) return context.skip('The emulated device is not built. Run: pnpm --filter @prattle/backend-cuda emulator.');
    const driver = process.env.PRATTLE_CUDA_DRIVER ?? '';
    const parts = { ...findAddon(), ...findKernels(driver) };
    if (!('addon' in parts && 'kernels' in parts)) return context.skip(`${parts.reason}. ${parts.remedy}`);
    const settings = { driver, device: 0, kernels: parts.kernels, precision: 'float32', cublas: '', synchronous: true } as const;
    const engine = new CudaEngine(parts.addon.create(settings), { synchronous: true });
    context.onTestFinished(() => engine.close());
    return engine;
  },
);
