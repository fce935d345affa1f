import { getKernelsForBackend, type KernelConfig, type KernelFunc, registerKernel } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { fusedKernels } from './fused.js';
import { arithmeticKernels } from './stock/arithmetic.js';
import { castKernels } from './stock/cast.js';
import { matrixProductKernels } from './stock/matrix-product.js';
import { rearrangementKernels } from './stock/rearrangement.js';
import type { StockCall, StockKernel } from './stock/table.js';
import { viewKernels } from './stock/views.js';

const stockKernels: Readonly<Record<string, StockKernel>> = {
  ...viewKernels,
  ...castKernels,
  ...arithmeticKernels,
  ...matrixProductKernels,
  ...rearrangementKernels,
};

/**
 * Registers all kernels under a backend's name: the fused ones of `@prattle/ops`, and every stock kernel, the hot ones as
 * commands where their inputs allow it, the rest as tfjs-backend-cpu has them.
 */
export function registerKernels(backendName: string): void {
  for (const [kernelName, kernel] of Object.entries(fusedKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as KernelFunc });
  }
  for (const kernel of getKernelsForBackend('cpu')) registerKernel({ ...kernel, backendName, kernelFunc: withCommands(kernel) });
}

function withCommands({ kernelName, kernelFunc }: KernelConfig): KernelFunc {
  const commands = stockKernels[kernelName];
  return (call) => {
    const result = commands?.(call as unknown as StockCall);
    if (result !== undefined) return result;
    (call.backend as PrattleBackend).beforeJavaScript(`the operation ${kernelName} runs in JavaScript on this backend`);
    return kernelFunc(call);
  };
}
