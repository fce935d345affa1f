import { PrattleError, UsageError } from '@prattle/core';
import {
  getKernel,
  type KernelFunc,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { type Tensor as AnyTensor, real } from '../tensor.js';
import { tidy } from '../tensors/lifetime.js';
import { inner } from '../tfjs/engine.js';
import { TraceBackend } from './backend.js';
import type { Trace } from './graph.js';
import { type Inputs, RECORDED_KERNELS } from './shapes.js';

const NAME = 'prattle-trace';

export interface TraceInput {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
}

/**
 * Records what a function does with its inputs: each fused operation of this package as one node, and each tfjs operation
 * beneath the others. Nothing is computed, so a model of any size is recorded in milliseconds. A backend must be open; it is
 * the current one again afterwards.
 *
 * @throws UsageError for an operation that cannot be recorded, and when values are read on the way
 */
export function trace(run: (...inputs: AnyTensor[]) => readonly AnyTensor[], inputs: readonly TraceInput[]): Trace {
  const { backendName: before } = inner();
  if (before === null) {
    throw new UsageError({ package: 'ops', code: 'no-backend', what: 'No backend is open', remedy: 'Open one before tracing.' });
  }
  registerKernels();
  const recorder = new TraceBackend();
  registerBackend(NAME, () => recorder);
  // Both ways at once: tfjs's promise is settled before it returns, as the backend is there already.
  void setBackend(NAME);
  try {
    return tidy(() => {
      const tensors = inputs.map(({ shape, dtype }) => inner().makeTensorFromTensorInfo(recorder.addInput(shape, dtype)));
      return recorder.finish(run(...tensors).map(real));
    });
  } catch (error) {
    throw asUsageError(error);
  } finally {
    void setBackend(before);
    removeBackend(NAME);
  }
}

/** Kernels stay registered: they hold nothing. */
function registerKernels(): void {
  if (getKernel('PrattleLinear', NAME)) return;
  for (const kernelName of RECORDED_KERNELS) {
    const givesList = kernelName.startsWith('Prattle') || kernelName === 'SplitV';
    const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => {
      const outputs = (backend as TraceBackend).record(kernelName, inputs as Inputs, (attrs ?? {}) as Readonly<Record<string, unknown>>);
      return givesList ? outputs : (outputs[0] as TensorInfo);
    };
    registerKernel({ kernelName, backendName: NAME, kernelFunc });
  }
}

function asUsageError(cause: unknown): unknown {
  const unknown = cause instanceof Error ? /registered kernel '(\w+)'/.exec(cause.message)?.[1] : undefined;
  if (unknown === undefined || PrattleError.isInstance(cause)) return cause;
  return new UsageError({
    package: 'ops',
    code: 'not-traceable',
    what: `The operation ${unknown} cannot be recorded`,
    remedy: 'Use other operations of @prattle/ops in the model.',
    cause,
  });
}
