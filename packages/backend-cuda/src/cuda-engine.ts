import type { BackendError } from '@prattle/core';
import type { CapturedCommands, Engine, MemoryBlock, OperationCounter, Transfers } from '@prattle/engine';
import type { AddonEngine } from './addon/cuda-addon.js';
import { deviceError } from './errors/device-error.js';

/** A GPU as an engine: memory of its own, commands as kernels in a stream, recorded steps as CUDA graphs. */
export class CudaEngine implements Engine {
  readonly collected = false;
  /** Of the host: the device's own are not the caller's to choose. */
  readonly threads = 1;
  readonly tensorOperations = true;
  readonly transfers: Transfers;
  readonly capture?: Engine['capture'];
  /** A device that failed fails ever after; what it said first tells most. */
  #lost: BackendError | undefined;

  /** @param options.synchronous every kernel is waited for: then none run as graphs, either */
  constructor(
    private readonly device: AddonEngine,
    { synchronous = false }: { readonly synchronous?: boolean } = {},
  ) {
    if (!synchronous) this.capture = (commands) => this.#capture(commands);
    this.transfers = {
      download: (address, bytes) => this.#ask(() => device.download(address, bytes)),
      downloadLater: async (address, bytes) => {
        try {
          return await this.#ask(() => device.downloadLater(address, bytes));
        } catch (error) {
          throw this.#failed(error);
        }
      },
      upload: (address, values) => this.#ask(() => device.upload(address, values)),
    };
  }

  allocate(bytes: number): MemoryBlock {
    return { bytes, address: this.#ask(() => this.device.allocate(bytes)) };
  }

  /** Never throws: what is let go of need not be there any more. */
  release(block: MemoryBlock): void {
    this.#letGo(() => this.device.release(block.address));
  }

  execute(commands: Float64Array, length: number): void {
    this.#ask(() => this.device.execute(commands, length));
  }

  #capture(commands: Float64Array): CapturedCommands {
    const { device } = this;
    const graph = this.#ask(() => device.capture(commands, commands.length));
    return {
      run: () => this.#ask(() => device.runCaptured(graph)),
      release: () => this.#letGo(() => device.releaseCaptured(graph)),
    };
  }

  profile(enabled: boolean): void {
    this.device.profile(enabled);
  }

  counters(): readonly OperationCounter[] {
    return this.device.counters();
  }

  measurePeak(): number {
    return this.#ask(() => this.device.measurePeak());
  }

  close(): void {
    this.device.close();
  }

  #ask<Answer>(question: () => Answer): Answer {
    if (this.#lost !== undefined) throw this.#lost;
    try {
      return question();
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #letGo(release: () => void): void {
    if (this.#lost !== undefined) return;
    try {
      release();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): BackendError {
    const explained = deviceError(error);
    if (explained.code === 'device-failed') this.#lost ??= explained;
    return this.#lost ?? explained;
  }
}
