import { BackendError } from '@prattle/core';

/**
 * Turns what WebGPU only reports (shader and validation errors, a lost device) into exceptions: the first failure is
 * thrown by everything that is asked of the device afterwards. Without it results would be silently wrong.
 */
export class DeviceGuard {
  #failure: BackendError | undefined;
  #closed = false;

  constructor(private readonly device: GPUDevice) {
    device.addEventListener('uncapturederror', (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      event.preventDefault();
      if (error.constructor.name === 'GPUOutOfMemoryError') {
        this.#fail('out-of-memory', 'The GPU has no memory left', 'Use a smaller batch, context or model, or another backend.');
        return;
      }
      this.#fail('gpu-error', `The GPU refused a command: ${error.message}`, 'Please report this, with the name of the graphics card.');
    });
    device.lost.then(({ message }) => {
      if (this.#closed) return;
      this.#fail(
        'device-lost',
        `The GPU device was lost${message ? ` (${message})` : ''}`,
        'Open the backend again and resume from the last checkpoint; with less work at a time if it happens again.',
      );
    });
  }

  /** The first failure, if there was one. */
  get failure(): BackendError | undefined {
    return this.#failure;
  }

  /** @throws BackendError when the device failed before */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Errors of what `make` creates are reported under this name. */
  watch<Made>(name: string, make: () => Made): Made {
    this.device.pushErrorScope('validation');
    try {
      return make();
    } finally {
      void this.device.popErrorScope().then(
        (error) => {
          if (error !== null) {
            this.#fail(
              'bad-kernel',
              `The kernel ${name} was refused: ${error.message}`,
              'Please report this, with the name of the graphics card.',
            );
          }
        },
        () => {}, // A lost device answers nothing, and has been reported.
      );
    }
  }

  /** From now on, losing the device is what was meant. */
  close(): void {
    this.#closed = true;
    this.device.destroy();
  }

  #fail(code: string, what: string, remedy: string): void {
    // A kernel that was refused is also reported when it is used, and that may arrive first.
    const isRoot = code === 'bad-kernel' && this.#failure?.code === 'gpu-error';
    if (this.#failure === undefined || isRoot) this.#failure = new BackendError({ package: 'backend-webgpu', code, what, remedy });
  }
}
