import type { CapturedCommands, Engine, MemoryBlock, OperationCounter, Transfers } from '@prattle/engine';
import type { AddonEngine } from './addon/cuda-addon.js';

/** A GPU as an engine: memory of its own, commands as kernels in a stream, recorded steps as CUDA graphs. */
export class CudaEngine implements Engine {
  readonly collected = false;
  /** Of the host: the device's own are not the caller's to choose. */
  readonly threads = 1;
  readonly transfers: Transfers;

  constructor(private readonly device: AddonEngine) {
    this.transfers = {
      download: (address, bytes) => device.download(address, bytes),
      downloadLater: (address, bytes) => device.downloadLater(address, bytes),
      upload: (address, values) => device.upload(address, values),
    };
  }

  allocate(bytes: number): MemoryBlock {
    return { bytes, address: this.device.allocate(bytes) };
  }

  release(block: MemoryBlock): void {
    this.device.release(block.address);
  }

  execute(commands: Float64Array, length: number): void {
    this.device.execute(commands, length);
  }

  capture(commands: Float64Array): CapturedCommands {
    const { device } = this;
    const graph = device.capture(commands, commands.length);
    return { run: () => device.runCaptured(graph), release: () => device.releaseCaptured(graph) };
  }

  profile(enabled: boolean): void {
    this.device.profile(enabled);
  }

  counters(): readonly OperationCounter[] {
    return this.device.counters();
  }

  measurePeak(): number {
    return this.device.measurePeak();
  }

  close(): void {
    this.device.close();
  }
}
