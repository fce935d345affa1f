import { BackendError } from '@prattle/core';
import { getKernel, getKernelsForBackend, type KernelFunc, registerKernel, unregisterKernel } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../backend.js';
import { fusedKernels } from './fused.js';
import { arithmeticKernels } from './stock/arithmetic.js';
import { castInJavaScript, castKernels } from './stock/cast.js';
import { gatherKernels } from './stock/gather.js';
import { matrixProductKernels } from './stock/matrix-product.js';
import { rangeInJavaScript } from './stock/range.js';
import { rearrangementKernels } from './stock/rearrangement.js';
import type { StockCall, StockKernel } from './stock/table.js';
import { viewKernels } from './stock/views.js';

const stockKernels: Kernels = {
  ...viewKernels,
  ...castKernels,
  ...arithmeticKernels,
  ...matrixProductKernels,
  ...rearrangementKernels,
  ...gatherKernels,
};

/** What runs in JavaScript here and not as tfjs has it. */
const ownJavaScript: Kernels = { Cast: castInJavaScript, Range: rangeInJavaScript };

type Kernels = Readonly<Record<string, StockKernel>>;

/** The names whose kernels run in JavaScript where commands cannot. */
const withJavaScript = new Set<string>();

/**
 * Registers the kernels of a backend's name: the fused ones of `@prattle/ops`, and of tfjs's own operations those that
 * are commands. Calling it again changes nothing.
 *
 * @param more further operations of tfjs's that are commands, asked where the others do not apply
 */
export function registerKernels(backendName: string, more: Kernels = {}): void {
  if (getKernel('Identity', backendName) != null) return;
  for (const [kernelName, kernel] of Object.entries(fusedKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: kernel as unknown as KernelFunc });
  }
  for (const kernelName of Object.keys({ ...stockKernels, ...more, ...ownJavaScript })) {
    registerKernel({ kernelName, backendName, kernelFunc: withCommands(kernelName, more, needsJavaScript(kernelName)) });
  }
}

/**
 * Adds every kernel of tfjs's, in JavaScript as tfjs-backend-cpu has them: for operations that are no commands, and for
 * inputs that commands do not take. They are loaded on the first call.
 */
export async function addJavaScriptKernels(backendName: string, more: Kernels = {}): Promise<void> {
  if (withJavaScript.has(backendName)) return;
  await import('@tensorflow/tfjs-backend-cpu');
  withJavaScript.add(backendName);
  for (const { kernelName, kernelFunc, ...kernel } of getKernelsForBackend('cpu')) {
    if (getKernel(kernelName, backendName) != null) unregisterKernel(kernelName, backendName);
    registerKernel({
      ...kernel,
      kernelName,
      backendName,
      kernelFunc: withCommands(kernelName, more, inJavaScript(kernelName, kernelFunc)),
    });
  }
}

/** The first of these that takes the call: commands that every engine has, further ones, JavaScript. */
function withCommands(kernelName: string, more: Kernels, otherwise: KernelFunc): KernelFunc {
  const kernels = [stockKernels, more, ownJavaScript].flatMap((table) => table[kernelName] ?? []);
  return (call) => {
    for (const kernel of kernels) {
      const result = kernel(call as unknown as StockCall);
      if (result !== undefined) return result;
    }
    return otherwise(call);
  };
}

function inJavaScript(kernelName: string, kernel: KernelFunc): KernelFunc {
  return (call) => {
    (call.backend as PrattleBackend).beforeJavaScriptKernel(kernelName);
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
