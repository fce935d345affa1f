import { BackendError } from '@prattle/core';
import { getKernel, getKernelsForBackend, type KernelFunc, registerKernel, unregisterKernel } from '@prattle/ops/tfjs';
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

/** The names whose kernels run in JavaScript where commands cannot. */
const withJavaScript = new Set<string>();

/**
 * Registers the kernels of a backend's name: the fused ones of `@prattle/ops`, and of tfjs's own operations those that
 * are commands. Calling it again changes nothing.
 */
export function registerKernels(backendName: string): void {
  if (getKernel('Identity', backendName) != null) return;
  for (const [kernelName, kernel] of Object.entries(fusedKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as KernelFunc });
  }
  for (const kernelName of Object.keys(stockKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: withCommands(kernelName, needsJavaScript(kernelName)) });
  }
}

/**
 * Adds every kernel of tfjs's, in JavaScript as tfjs-backend-cpu has them: for operations that are no commands, and for
 * inputs that commands do not take. They are loaded on the first call.
 */
export async function addJavaScriptKernels(backendName: string): Promise<void> {
  if (withJavaScript.has(backendName)) return;
  await import('@tensorflow/tfjs-backend-cpu');
  withJavaScript.add(backendName);
  for (const { kernelName, kernelFunc, ...kernel } of getKernelsForBackend('cpu')) {
    if (getKernel(kernelName, backendName) != null) unregisterKernel(kernelName, backendName);
    registerKernel({ ...kernel, kernelName, backendName, kernelFunc: withCommands(kernelName, inJavaScript(kernelName, kernelFunc)) });
  }
}

function withCommands(kernelName: string, otherwise: KernelFunc): KernelFunc {
  const commands = stockKernels[kernelName];
  return commands === undefined ? otherwise : (call) => commands(call as unknown as StockCall) ?? otherwise(call);
}

function inJavaScript(kernelName: string, kernel: KernelFunc): KernelFunc {
  return (call) => {
    (call.backend as PrattleBackend).beforeJavaScript(`the operation ${kernelName} runs in JavaScript on this backend`);
    return kernel(call);
  };
}

function needsJavaScript(kernelName: string): KernelFunc {
  return () => {
    throw new BackendError({
      package: 'engine',
      code: 'unsupported-operation',
      what: `The operation ${kernelName} on such tensors runs in JavaScript, and the backend was opened for sampling alone`,
      remedy: 'Open it without sampleOnly.',
    });
  };
}
