import type { NamedTensorMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelFunction, KernelName, Kernels } from '../kernels.js';
import { engineIsKnown, inner } from '../tfjs/engine.js';
import { FusedNode } from './node.js';
import { findKernel } from './registry.js';

/** Which inputs of a node need a gradient. */
export type Needs = Readonly<Record<string, boolean>>;

/** Gradients by input name. Inputs without one are absent or null. */
export type InputGradients = Readonly<Record<string, Tensor | TensorInfo | null | undefined>>;

/** What a fused gradient works with. Only inputs and outputs that the operation keeps may be read. */
export interface GradientCall<Name extends KernelName> {
  /** Of the first output. */
  readonly dy: Tensor;
  /** Of the further outputs that the operation returns; null where nothing depends on one. */
  readonly furtherDys: readonly (Tensor | null)[];
  readonly inputs: Kernels[Name]['inputs'];
  readonly outputs: Kernels[Name]['outputs'];
  readonly attrs: Kernels[Name]['attrs'];
  readonly needs: Needs;
  /** dy's storage is nobody else's, and nobody reads it afterwards: a kernel may overwrite it. */
  readonly exclusive: boolean;
}

/** A fused operation: its kernels, and how they are wired together. */
export interface FusedOperation<Name extends KernelName, GradientName extends KernelName = KernelName> {
  readonly kernel: Name;
  readonly gradientKernel: GradientName;
  /** Inputs whose data the gradient reads. */
  readonly keeps: readonly (keyof Kernels[Name]['inputs'] & string)[];
  /** How many of the outputs, from the first on, are results that can be differentiated. Default 1; the rest is for the gradient. */
  readonly results?: number;
  /** Whether the gradient reads the first output. Outputs that are no results (statistics) are always kept. */
  readonly keepsOutput: (attrs: Kernels[Name]['attrs']) => boolean;
  gradient(call: GradientCall<Name>, kernel: RunKernel<GradientName>): InputGradients;
}

export type RunKernel<Name extends KernelName> = (
  inputs: Kernels[Name]['inputs'],
  attrs: Kernels[Name]['attrs'],
) => Kernels[Name]['outputs'];

/** Whether operations are being recorded for gradients right now. */
function recording(): boolean {
  const { state } = inner();
  return state.gradientDepth > 0 && state.kernelDepth === 0;
}

/**
 * The current backend's kernel for an operation, if it can be used: while recording, the gradient's kernel has to be
 * there too.
 */
export function usableKernel<Name extends KernelName>(operation: FusedOperation<Name>): KernelFunction<Name> | undefined {
  const kernel = findKernel(operation.kernel);
  if (kernel === undefined || !engineIsKnown()) return undefined;
  return recording() && findKernel(operation.gradientKernel) === undefined ? undefined : kernel;
}

/** Runs a fused kernel with one result, and puts one node on the tape when one is being recorded. */
export function runFused<Name extends KernelName>(
  operation: FusedOperation<Name>,
  kernel: KernelFunction<Name>,
  inputs: Kernels[Name]['inputs'],
  attrs: Kernels[Name]['attrs'],
): Tensor {
  return runFusedResults(operation, kernel, inputs, attrs)[0] as Tensor;
}

/** As `runFused`, for operations with several results. */
export function runFusedResults<Name extends KernelName>(
  operation: FusedOperation<Name>,
  kernel: KernelFunction<Name>,
  inputs: Kernels[Name]['inputs'],
  attrs: Kernels[Name]['attrs'],
): readonly Tensor[] {
  const engine = inner();
  const { state, backend } = engine;
  const { results: count = 1 } = operation;
  const taped = state.gradientDepth > 0 && state.kernelDepth === 0;
  const outputs = kernel({ inputs, attrs, backend }) as readonly (TensorInfo | null)[];
  const results: Tensor[] = [];
  for (let i = 0; i < count; i++) results.push(engine.makeTensorFromTensorInfo(outputs[i] as TensorInfo));
  if (taped && state.activeTape !== null) {
    state.activeTape.push(new FusedNode(state.nextTapeNodeId++, operation, inputs as unknown as NamedTensorMap, results, outputs, attrs));
  } else {
    for (let i = count; i < outputs.length; i++) {
      const extra = outputs[i];
      if (extra) backend.disposeData(extra.dataId);
    }
  }
  return results;
}
