import { BackendError, type BackendPlugin } from '@prattle/core';
import type { ModuleSource, Variant } from './variants.js';

/** The backend that opens one of the two packages. Nothing of either, nor of tfjs, is loaded before it is opened. */
export function tfjsNodeBackend(variant: Variant, source: ModuleSource): BackendPlugin {
  const { name, summary, priority, device } = variant;
  const find = async () => (await import('./installation/find.js')).findInstallation(variant, source);
  return {
    name,
    summary,
    priority,
    async probe() {
      const found = await find();
      return 'reason' in found ? found : { available: true, device, details: { version: found.version } };
    },
    async open() {
      const found = await find();
      if ('reason' in found) {
        throw new BackendError({ package: 'backend-tfjs-node', code: 'unavailable', what: found.reason, remedy: found.remedy });
      }
      const { openInstallation } = await import('./open.js');
      return openInstallation(variant, found);
    },
  };
}
