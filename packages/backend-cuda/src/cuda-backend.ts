import { BackendError, type BackendOptions, type BackendPlugin, defineBackend, type Unavailable } from '@prattle/core';
import { openEngine } from '@prattle/engine';
import type { AddonSettings, CudaAddon } from './addon/cuda-addon.js';
import { findAddon, findKernels } from './addon/find-addon.js';
import { CudaEngine } from './cuda-engine.js';
import { describeDevice } from './probe/describe.js';
import { type DriverFailure, explainFailure } from './probe/explain.js';
import { type CublasSearch, findCublas } from './probe/find-cublas.js';
import { thisMachine } from './probe/machine.js';
import { type CudaSettings, cudaSettings } from './settings.js';

export type CudaOptions = BackendOptions & Partial<CudaSettings>;

/** What is there to open a device with. */
type Parts = { readonly addon: CudaAddon } & Pick<AddonSettings, 'driver' | 'kernels'>;

/** Another library in place of the driver: the emulated device of the tests. */
const DRIVER = 'PRATTLE_CUDA_DRIVER';

/** An NVIDIA GPU, through its driver alone: our own kernels, and cuBLASLt where there is one. */
export const cudaBackend: BackendPlugin<CudaOptions> = defineBackend({
  name: 'cuda',
  summary: 'Fused kernels on an NVIDIA GPU',
  // Above the CPU; `prattle train` measures both, since a model may be too small to be worth a GPU.
  priority: 120,
  config: cudaSettings,
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
  async open(options = {}) {
    const { device, precision, synchronous, cublas: choice } = settingsOf(options);
    const parts = findParts();
    if ('reason' in parts) throw unavailable(parts);
    const { addon, ...files } = parts;
    const create = (library: CublasSearch) => ({
      library,
      opened: addon.create({ ...files, device, precision, synchronous, cublas: library.path ?? '' }),
    });
    const { opened, library } = attempt(() => {
      const found = findCublas(thisMachine, choice);
      try {
        return create(found);
      } catch (error) {
        // What was found by looking around is no more than a chance to be faster.
        if (choice !== 'auto' || (error as DriverFailure).code !== 'no-cublas') throw error;
        return create({});
      }
    });
    const description = describeDevice(thisMachine, opened, library);
    if (!description.available) {
      opened.close();
      throw unavailable(description);
    }
    const details = { ...description.details, precision };
    return openEngine(new CudaEngine(opened, { synchronous }), { name: 'cuda', device: description.device, details });
  },
});

/** @throws ConfigError for a value that is not allowed */
function settingsOf(options: CudaOptions): CudaSettings {
  const own = Object.entries(options).filter(([name]) => name in cudaSettings.settings);
  return cudaSettings.parse(Object.fromEntries(own));
}

function findParts(): Parts | Unavailable {
  const search = findAddon();
  if (!('addon' in search)) return { available: false, ...search };
  const driver = process.env[DRIVER] ?? '';
  const kernels = findKernels(driver);
  if (!('kernels' in kernels)) return { available: false, ...kernels };
  return { addon: search.addon, driver, kernels: kernels.kernels };
}

/** Opens something of the device's; what goes wrong is said in words. */
function attempt<Opened>(open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    throw unavailable(explainFailure(thisMachine, error as DriverFailure));
  }
}

function unavailable({ reason, remedy }: { readonly reason: string; readonly remedy: string }): BackendError {
  return new BackendError({ package: 'backend-cuda', code: 'unavailable', what: reason, remedy });
}
