import { boolean, type ConfigValues, choice, defineConfig, integer, text } from '@prattle/core';

/** How a device is opened: flags of the CLI, options of `open`, and part of a run. */
export const cudaSettings = defineConfig({
  device: integer({ default: 0, min: 0, describe: 'Which GPU, counted as nvidia-smi does among CUDA_VISIBLE_DEVICES' }),
  precision: choice(['float32', 'tf32', 'bf16'], {
    default: 'float32',
    describe: 'Numbers that matrix products and attention compute with; sums, weights and optimiser state are float32 in all of them',
  }),
  cublas: text({ default: 'auto', describe: 'cuBLASLt for matrix products: auto, none, or the path of the library or its folder' }),
  synchronous: boolean({ default: false, describe: 'Wait after every kernel, so that an error names the one that made it; slow' }),
});

export type CudaSettings = ConfigValues<typeof cudaSettings>;
