import { openNativeEngine } from '@prattle/backend-cpu/testing';
import { engineComparison, type OpenCommands } from '@prattle/engine/testing';
import { describe } from 'vitest';
import type { AddonSettings } from './addon/cuda-addon.js';
import { findAddon, findKernels } from './addon/find-addon.js';
import { CudaEngine } from './cuda-engine.js';
import { useEmulatedDevice } from './test/emulated.js';

useEmulatedDevice();

const openCpu: OpenCommands = (context) => {
  const native = openNativeEngine();
  if ('reason' in native) return context.skip(`${native.reason}. ${native.remedy}`);
  context.onTestFinished(() => native.engine.close());
  return native.engine;
};

const openCuda =
  (precision: AddonSettings['precision']): OpenCommands =>
  (context) => {
    const driver = process.env.PRATTLE_CUDA_DRIVER ?? '';
    const parts = { ...findAddon(), ...findKernels(driver) };
    if (!('addon' in parts && 'kernels' in parts)) return context.skip(`${parts.reason}. ${parts.remedy}`);
    const settings = { driver, device: 0, kernels: parts.kernels, precision, cublas: '', synchronous: true };
    const engine = new CudaEngine(parts.addon.create(settings), { synchronous: true });
    context.onTestFinished(() => engine.close());
    return engine;
  };

describe('in float32', () => engineComparison(openCpu, openCuda('float32')));

// Ten and seven bits of fraction, and a softmax that makes more of the difference.
describe.each([
  ['tf32', 5e-3],
  ['bf16', 4e-2],
] as const)('with products in %s', (precision, rounding) => {
  engineComparison(openCpu, openCuda(precision), { only: ['gemm', 'attention'], rounding });
});
