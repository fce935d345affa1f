import type { Unavailable } from '@prattle/core';
import type { Engine } from '@prattle/engine';
import { engineSettings } from './device.js';
import { findAddon } from './native/addon.js';

/** The engine itself, on one thread, for tests that compare others with it; or why there is none. The caller closes it. */
export function openNativeEngine(): { readonly engine: Engine } | Unavailable {
  const search = findAddon();
  return 'addon' in search ? { engine: search.addon.create(engineSettings(search.addon, { threads: 1 })) } : search;
}
