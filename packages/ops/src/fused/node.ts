import { fill, type KernelBackend, type NamedTensorMap, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelName, Kernels } from '../kernels.js';
import { type DataId, inner, type TapeNode } from '../tfjs/engine.js';
import type { FusedOperation, GradientCall, InputGradients, Needs } from './operation.js';
import { findKernel } from './registry.js';

/**
 * A fused operation on tfjs's tape. tfjs's own walk calls `gradient`; ours calls `backward`, which computes only what is
 * needed. What the gradient reads is kept alive by reference count alone: no tensor is made for it.
 */
export class FusedNode implements TapeNode {
  readonly kernelName: string;
  readonly saved: readonly { dispose(): void }[];
  /** An own property: tfjs copies nodes with Object.assign. */
  readonly gradient: NonNullable<TapeNode['gradient']>;
  private readonly backend: KernelBackend;
  private retained: DataId[] | null;

  constructor(
    readonly id: number,
    // biome-ignore lint/suspicious/noExplicitAny: a tape holds nodes of all operations
    private readonly operation: FusedOperation<any, any>,
    readonly inputs: NamedTensorMap,
    /** The results. */
    readonly outputs: readonly Tensor[],
    /** All that the kernel gave. */
    private readonly produced: readonly (TensorInfo | null)[],
    private readonly attrs: unknown,
  ) {
    const { backend } = inner();
    this.backend = backend;
    this.kernelName = operation.kernel;
    this.saved = [this];
    this.gradient = (dys) => this.thunks(dys);
    this.retained = [];
    for (const name of operation.keeps) {
      const input = inputs[name];
      if (input !== undefined) this.retain(input.dataId);
    }
    if (operation.keepsOutput(attrs)) this.retain((outputs[0] as Tensor).dataId);
  }

  private retain(dataId: DataId): void {
    this.backend.incRef(dataId);
    this.retained?.push(dataId);
  }

  /**
   * The gradients of the inputs that need one.
   * @param dys of the results; null where nothing depends on one
   */
  backward(dys: readonly (Tensor | null)[], needs: Needs, exclusive: boolean): InputGradients {
    const { operation, inputs, produced, attrs, backend } = this;
    const [first, ...furtherDys] = dys;
    const dy = first ?? fill((this.outputs[0] as Tensor).shape, 0);
    const kernel = findKernel(operation.gradientKernel as KernelName) as unknown as (call: object) => unknown;
    const call = { dy, furtherDys, inputs, outputs: produced, attrs, needs, exclusive } as unknown as GradientCall<KernelName>;
    return operation.gradient(
      call,
      (gradientInputs: object, gradientAttrs: object) =>
        kernel({ inputs: gradientInputs, attrs: gradientAttrs, backend }) as Kernels[KernelName]['outputs'],
    );
  }

  /**
   * For tfjs's walk, which asks input by input, each in a scope of its own that ends before the next: so all of them are
   * computed here, outside of these scopes.
   */
  private thunks(dys: readonly (Tensor | null)[]): Record<string, () => Tensor> {
    const needs: Record<string, boolean> = {};
    for (const name in this.inputs) needs[name] = this.inputs[name]?.dtype === 'float32';
    const gradients = this.backward(dys, needs, false);
    const thunks: Record<string, () => Tensor> = {};
    for (const name in gradients) {
      const gradient = gradients[name];
      if (!gradient) continue;
      const tensor = asTensor(gradient);
      // The walk disposes what it has accumulated: it gets a tensor of its own where the gradient is dy itself.
      thunks[name] = dys.includes(tensor) ? () => tensor.clone() : () => tensor;
    }
    return thunks;
  }

  dispose(): void {
    if (this.retained === null) return;
    const engine = inner();
    for (const dataId of this.retained) {
      const info = engine.state.tensorInfo.get(dataId);
      if (info?.backend.disposeData(dataId)) engine.removeDataId(dataId, info.backend);
    }
    for (let i = this.outputs.length; i < this.produced.length; i++) {
      const extra = this.produced[i];
      if (extra) this.backend.disposeData(extra.dataId);
    }
    this.retained = null;
  }
}

/** A kernel's result as a tensor. */
export function asTensor(result: Tensor | TensorInfo): Tensor {
  return 'id' in result ? result : inner().makeTensorFromTensorInfo(result);
}
