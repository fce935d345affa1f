import { BackendError, type BackendOptions, type BackendPlugin, definePlugin, type Plugin } from '@prattle/core';
import { findAdapter, probeAdapter } from './gpu/adapter.js';
import { findGpu } from './gpu/find-gpu.js';

export interface WebGpuOptions extends BackendOptions {
  /**
   * How kernels that have several forms are run: by workgroups that share memory, items each by itself, or (sums of rows)
   * subgroups, which not every device has. Default: what is faster on this device, measured once.
   */
  readonly kernels?: 'group' | 'item' | 'subgroup';
}

const webGpuBackend: BackendPlugin<WebGpuOptions> = {
  name: 'webgpu',
  summary: 'Fused WGSL kernels on the GPU, in browsers and in Node (through Dawn)',
  priority: 80,
  probe: probeAdapter,
  async open({ kernels } = {}) {
    const [search, found] = [await findGpu(), await findAdapter()];
    if (!('gpu' in search) || !('adapter' in found)) {
      const { reason, remedy } = 'reason' in found ? found : (search as { reason: string; remedy: string });
      throw new BackendError({ package: 'backend-webgpu', code: 'unavailable', what: reason, remedy });
    }
    // Only now: importing tfjs's WebGPU backend registers it.
    const { openBackend } = await import('./open.js');
    return openBackend(search.gpu, found.adapter, kernels);
  },
};

/** The plugin: one backend, `webgpu`. */
export default function backendWebGpu(): Plugin {
  return definePlugin({ name: '@prattle/backend-webgpu', backends: [webGpuBackend] });
}
