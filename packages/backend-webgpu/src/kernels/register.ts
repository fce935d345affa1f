import { getKernelsForBackend, type KernelFunc, registerKernel } from '@prattle/ops/tfjs';
import { fusedKernels } from './fused.js';
import { castWith } from './stock.js';

/** Registers all kernels under a backend's name: the fused ones of `@prattle/ops`, and the rest as tfjs's WebGPU backend has them. */
export function registerKernels(backendName: string): void {
  for (const [kernelName, kernel] of Object.entries(fusedKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as KernelFunc });
  }
  for (const kernel of getKernelsForBackend('webgpu')) {
    const kernelFunc = kernel.kernelName === 'Cast' ? castWith(kernel.kernelFunc) : kernel.kernelFunc;
    registerKernel({ ...kernel, backendName, kernelFunc });
  }
}
