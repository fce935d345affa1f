import { definePlugin, type Plugin } from '@prattle/core';
import { cudaBackend } from './cuda-backend.js';

export type { CudaOptions } from './cuda-backend.js';
export { type CudaSettings, cudaSettings } from './settings.js';

/** The plugin: one backend, `cuda`. */
export default function backendCuda(): Plugin {
  return definePlugin({ name: '@prattle/backend-cuda', backends: [cudaBackend] });
}
