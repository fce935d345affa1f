import { type DataType, engine, type KernelBackend, type NamedTensorMap, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** A key of tensor data: any object, whatever the backend makes it. */
export type DataId = TensorInfo['dataId'];

/** One recorded operation on tfjs's tape. */
export interface TapeNode {
  readonly id: number;
  readonly kernelName: string;
  readonly inputs: NamedTensorMap;
  readonly outputs: readonly Tensor[];
  /** What the gradient needs and the tape keeps alive until it has been walked. */
  readonly saved: readonly { dispose(): void }[];
  /** Absent for operations without a gradient. */
  readonly gradient?: (dys: readonly (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>;
}

/**
 * The part of tfjs-core's engine that Prattle leans on beyond its public face: the tape, the scopes, the counters.
 * tfjs-core is pinned to one exact version, and `engineMismatch` says at start-up if the shape is another.
 */
export interface EngineInternals {
  readonly state: {
    activeTape: TapeNode[] | null;
    gradientDepth: number;
    kernelDepth: number;
    nextTapeNodeId: number;
    readonly tensorInfo: WeakMap<DataId, { readonly backend: KernelBackend }>;
    readonly numTensors: number;
    readonly numBytes: number;
  };
  readonly backend: KernelBackend;
  readonly backendName: string | null;
  startTape(): void;
  endTape(): void;
  startScope(name?: string): void;
  endScope(result?: Tensor | readonly (Tensor | null)[]): void;
  nextTensorId(): number;
  makeTensor(values: Float32Array | Int32Array | Uint8Array, shape: readonly number[], dtype: DataType): Tensor;
  makeTensorFromTensorInfo(info: TensorInfo, backend?: KernelBackend): Tensor;
  removeDataId(dataId: DataId, backend: KernelBackend): void;
}

/** The one engine; tfjs-core keeps it on the global object, so that several copies of tfjs-core share it. */
export function inner(): EngineInternals {
  return engine() as unknown as EngineInternals;
}

/**
 * What is different in this engine from the one that Prattle's tape walk and fused operations were written for; nothing
 * if it is as expected.
 */
export function engineMismatch(candidate: EngineInternals): string | undefined {
  const state: Partial<EngineInternals['state']> | undefined = candidate.state;
  if (typeof state !== 'object' || state === null) return 'state is missing';
  // Absent until the first tape is started.
  if (state.activeTape !== undefined && state.activeTape !== null && !Array.isArray(state.activeTape))
    return 'state.activeTape is not a list';
  for (const key of ['gradientDepth', 'kernelDepth', 'nextTapeNodeId', 'numTensors', 'numBytes'] as const) {
    if (typeof state[key] !== 'number') return `state.${key} is not a number`;
  }
  if (!(state.tensorInfo instanceof WeakMap)) return 'state.tensorInfo is not a WeakMap';
  for (const key of [
    'startTape',
    'endTape',
    'startScope',
    'endScope',
    'nextTensorId',
    'makeTensor',
    'makeTensorFromTensorInfo',
    'removeDataId',
  ] as const) {
    if (typeof candidate[key] !== 'function') return `${key} is not a function`;
  }
  return undefined;
}

let known: { readonly engine: EngineInternals; readonly matches: boolean } | undefined;

/**
 * Whether fused kernels and the own tape walk can be used. If not, operations run their composed references and
 * gradients come from tfjs's own walk: slower, never wrong.
 */
export function engineIsKnown(): boolean {
  const current = inner();
  if (known?.engine !== current) known = { engine: current, matches: engineMismatch(current) === undefined };
  return known.matches;
}
