import type { TensorInfo } from '@prattle/ops/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Arena } from './arena.js';

type DataId = TensorInfo['dataId'];

/** What tfjs keeps for a tensor. */
export interface TensorData {
  /** The content on the host, before it was uploaded or after it was read. */
  values: Float32Array | Int32Array | Uint8Array | Uint8Array[] | null | undefined;
  /** Of the buffer: a cast to float32 leaves integers as they are. */
  readonly dtype: string;
  readonly shape: number[];
  refCount: number;
  resource?: GPUBuffer | null;
  /** Whether the buffer belongs to somebody else and is not given back to the pool. */
  external?: boolean;
  /** Prattle's own: the arena whose buffer this lies in, and at which byte. Else it has its buffer to itself. */
  arena?: Arena | undefined;
  offset?: number;
  readonly complexTensorInfos?: { readonly real: TensorInfo; readonly imag: TensorInfo };
}

/** Where buffers come from and go to, as tfjs asks for them. */
export interface BufferSource {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
  readonly numBytesUsed: number;
  readonly numBytesAllocated: number;
  dispose(): void;
}

/** A command encoder, as far as tfjs and Prattle use one. */
export interface CommandEncoder {
  beginComputePass(descriptor?: GPUComputePassDescriptor): GPUComputePassEncoder;
  copyBufferToBuffer(source: GPUBuffer, from: number, target: GPUBuffer, to: number, size: number): void;
  finish(descriptor?: GPUCommandBufferDescriptor): GPUCommandBuffer;
}

/**
 * Members of tfjs's WebGPU backend that TypeScript calls private and that our kernels need, to put commands between
 * those of tfjs. The version of tfjs is pinned; `internalsMismatch` says at start-up if its shape is another.
 */
export interface Internals {
  commandEncoder: CommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  bufferManager: BufferSource;
  tensorToBinding(tensor?: TensorInfo): GPUBindingResource | null;
  readonly tensorMap: {
    get(id: DataId): TensorData;
    has(id: DataId): boolean;
    set(id: DataId, data: TensorData): void;
    delete(id: DataId): void;
  };
  readonly stagingPendingDisposal: GPUBuffer[];
  readonly uniformPendingDisposal: GPUBuffer[];
}

export function internalsOf(backend: WebGPUBackend): Internals {
  return backend as unknown as Internals;
}

/** What is different in this backend from the one that Prattle's kernels were written for; nothing if it is as expected. */
export function internalsMismatch(backend: WebGPUBackend): string | undefined {
  const inner: Partial<Record<keyof Internals, unknown>> = internalsOf(backend);
  for (const name of ['commandEncoder', 'computePassEncoder'] as const) if (inner[name] !== null) return `${name} is not null at first`;
  if (inner.dispatchCountInPass !== 0) return 'dispatchCountInPass is not 0 at first';
  for (const name of ['stagingPendingDisposal', 'uniformPendingDisposal'] as const) {
    if (!Array.isArray(inner[name])) return `${name} is not a list`;
  }
  for (const name of ['bufferManager', 'tensorMap'] as const) if (typeof inner[name] !== 'object') return `${name} is missing`;
  if (typeof inner.tensorToBinding !== 'function') return 'tensorToBinding is not a function';
  for (const name of ['ensureCommandEncoderReady', 'endComputePassEncoder', 'submitQueue', 'uploadToGPU', 'runWebGPUProgram'] as const) {
    if (typeof backend[name] !== 'function') return `${name} is not a function`;
  }
  return undefined;
}
