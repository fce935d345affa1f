import { BackendError, type BackendOptions, type BackendPlugin, definePlugin, type Plugin } from '@prattle/core';
import { openEngine } from '@prattle/engine';
import { describeDevice, engineSettings } from './device.js';
import { findAddon } from './native/addon.js';

/** The native CPU backend: C++ kernels for AVX-512, AVX2 and everything else, chosen when it is opened. */
const cpuBackend: BackendPlugin<BackendOptions> = {
  name: 'cpu',
  summary: 'Fused C++ kernels on the CPU',
  priority: 100,
  async probe() {
    const search = findAddon();
    if (!('addon' in search)) return search;
    return { available: true, ...describeDevice(search.addon, engineSettings(search.addon, {})) };
  },
  async open(options = {}) {
    const search = findAddon();
    if (!('addon' in search)) {
      throw new BackendError({ package: 'backend-cpu', code: 'unavailable', what: search.reason, remedy: search.remedy });
    }
    const settings = engineSettings(search.addon, options);
    return openEngine(search.addon.create(settings), { name: 'cpu', ...describeDevice(search.addon, settings) });
  },
};

/** The plugin: one backend, `cpu`. */
export default function backendCpu(): Plugin {
  return definePlugin({ name: '@prattle/backend-cpu', backends: [cpuBackend] });
}
