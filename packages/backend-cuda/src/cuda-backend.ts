import { BackendError, type BackendOptions, type BackendPlugin, type Unavailable } from '@prattle/core';
import { openEngine } from '@prattle/engine';
import type { AddonSettings, CudaAddon } from './addon/cuda-addon.js';
import { findAddon, findKernels } from './addon/find-addon.js';
import { CudaEngine } from './cuda-engine.js';
import { describeDevice } from './probe/describe.js';
import { type DriverFailure, explainFailure } from './probe/explain.js';
import { findCublas } from './probe/find-cublas.js';
import { thisMachine } from './probe/machine.js';

/** What is there to open a device with. */
type Parts = { readonly addon: CudaAddon } & Pick<AddonSettings, 'driver' | 'kernels' | 'cublas'>;

/** Another library in place of the driver: the emulated device of the tests. */
const DRIVER = 'PRATTLE_CUDA_DRIVER';

/** An NVIDIA GPU, through its driver alone: our own kernels, and cuBLASLt where there is one. */
export const cudaBackend: BackendPlugin<BackendOptions> = {
  name: 'cuda',
  summary: 'Fused kernels on an NVIDIA GPU',
  priority: 120,
  async probe() {
    const parts = findParts();
    if ('reason' in parts) return parts;
    try {
      const facts = parts.addon.probe({ driver: parts.driver, device: 0 });
      return describeDevice(thisMachine, facts, findCublas(thisMachine));
    } catch (error) {
      return { available: false, ...explainFailure(thisMachine, error as DriverFailure) };
    }
  },
  async open() {
    const parts = findParts();
    if ('reason' in parts) throw unavailable(parts);
    const { addon, ...files } = parts;
    try {
      const device = addon.create({ ...files, device: 0, precision: 'float32', synchronous: false });
      const description = describeDevice(thisMachine, device, findCublas(thisMachine));
      if (!description.available) throw unavailable(description);
      return openEngine(new CudaEngine(device), { name: 'cuda', device: description.device, details: description.details });
    } catch (error) {
      if (error instanceof BackendError) throw error;
      throw unavailable(explainFailure(thisMachine, error as DriverFailure));
    }
  },
};

function findParts(): Parts | Unavailable {
  const search = findAddon();
  if (!('addon' in search)) return { available: false, ...search };
  const driver = process.env[DRIVER] ?? '';
  const kernels = findKernels(driver);
  if (!('kernels' in kernels)) return { available: false, ...kernels };
  return { addon: search.addon, driver, kernels: kernels.kernels, cublas: findCublas(thisMachine).path ?? '' };
}

function unavailable({ reason, remedy }: { readonly reason: string; readonly remedy: string }): BackendError {
  return new BackendError({ package: 'backend-cuda', code: 'unavailable', what: reason, remedy });
}
