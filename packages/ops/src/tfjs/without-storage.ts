import { type DataType, engine, KernelBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { inner } from './engine.js';

/** Its name in tfjs. */
const NAME = 'prattle-sizes';

/** A tfjs backend that knows of tensors and keeps no values: it has no kernels, and a tensor costs nothing. */
class SizesBackend extends KernelBackend {
  readonly #references = new Map<object, number>();

  override write(): object {
    const dataId = {};
    this.#references.set(dataId, 1);
    return dataId;
  }

  override move(dataId: object, _values: unknown, _shape: number[], _dtype: DataType, refCount: number): void {
    this.#references.set(dataId, refCount);
  }

  override refCount(dataId: object): number {
    return this.#references.get(dataId) ?? 0;
  }

  override incRef(dataId: object): void {
    this.#references.set(dataId, this.refCount(dataId) + 1);
  }

  decRef(dataId: object): void {
    this.#references.set(dataId, this.refCount(dataId) - 1);
  }

  override disposeData(dataId: object, force = false): boolean {
    this.decRef(dataId);
    if (!force && this.refCount(dataId) > 0) return false;
    this.#references.delete(dataId);
    return true;
  }

  override numDataIds(): number {
    return this.#references.size;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.#references.clear();
  }
}

/**
 * Runs something that makes tensors as if there were memory without end: their shapes are real, their values are not
 * kept. For counting what a model would take before any of it is allocated. Operations on tensors fail.
 */
export async function withoutStorage<Result>(run: () => Result): Promise<Result> {
  const before = inner().backendName;
  registerBackend(NAME, () => new SizesBackend());
  await setBackend(NAME);
  try {
    return run();
  } finally {
    if (before !== null && engine().findBackendFactory(before)) await setBackend(before);
    removeBackend(NAME);
  }
}
