import type { OperationCounter } from '@prattle/engine';

/** Of matrix products and attention; sums are float32 in all of them. */
export type Precision = 'float32' | 'tf32' | 'bf16';

/** What the driver says of a device. */
export interface DeviceFacts {
  readonly name: string;
  /** For instance 12040: CUDA 12.4. */
  readonly driverVersion: number;
  /** Compute capability. */
  readonly major: number;
  readonly minor: number;
  readonly multiprocessors: number;
  readonly clockKilohertz: number;
  /** Bytes. */
  readonly memory: number;
  readonly l2Bytes: number;
}

export interface AddonSettings {
  /** The driver's library; empty: the platform's usual one. */
  readonly driver: string;
  /** Which device, from 0. */
  readonly device: number;
  /** Files with compiled kernels. */
  readonly kernels: readonly string[];
  readonly precision: Precision;
  /** The cuBLASLt library; empty: none. */
  readonly cublas: string;
  /** Waits after every kernel, so that an error names the kernel that made it. */
  readonly synchronous: boolean;
}

/** What `build/prattle-cuda.node` exports. What fails throws an Error whose `code` is one of native/driver.h's. */
export interface CudaAddon {
  /** Version of the command table that the addon was built with: `operationsVersion`. */
  readonly operationsVersion: number;
  /** The same of the table of tensor operations: `tensorOperationsVersion`. */
  readonly tensorOperationsVersion: number;
  probe(settings: Pick<AddonSettings, 'driver' | 'device'>): DeviceFacts;
  create(settings: AddonSettings): AddonEngine;
}

/** One device, opened. Addresses are the device's; nothing waits but what says so. */
export interface AddonEngine extends DeviceFacts {
  allocate(bytes: number): number;
  release(address: number): void;
  upload(address: number, values: ArrayBufferView): void;
  /** Waits. */
  download(address: number, bytes: number): ArrayBuffer;
  downloadLater(address: number, bytes: number): Promise<ArrayBuffer>;
  execute(commands: Float64Array, length: number): void;
  /** Commands as a CUDA graph, by number. */
  capture(commands: Float64Array, length: number): number;
  runCaptured(graph: number): void;
  releaseCaptured(graph: number): void;
  /** Waits. */
  synchronize(): void;
  profile(enabled: boolean): void;
  counters(): OperationCounter[];
  measurePeak(): number;
  memoryInfo(): { readonly free: number; readonly total: number; readonly scratch: number };
  close(): void;
}
