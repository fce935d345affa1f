import { getKernel } from '@tensorflow/tfjs-core';
import type { KernelFunction, KernelName } from '../kernels.js';
import { inner } from '../tfjs/engine.js';

type AnyKernel = (call: unknown) => unknown;

let backendName: string | null = null;
const found = new Map<KernelName, AnyKernel>();

/**
 * The fused kernel that the current backend registered under this name. Remembered until another backend is current, so
 * that the look-up costs next to nothing; a kernel that was not there is looked for again.
 */
export function findKernel<Name extends KernelName>(name: Name): KernelFunction<Name> | undefined {
  const current = inner().backendName;
  if (current !== backendName) {
    found.clear();
    backendName = current;
  }
  let kernel = found.get(name);
  if (kernel === undefined && current !== null) {
    kernel = getKernel(name, current)?.kernelFunc as AnyKernel | undefined;
    if (kernel !== undefined) found.set(name, kernel);
  }
  return kernel as KernelFunction<Name> | undefined;
}
