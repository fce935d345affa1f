import type { Backend, BackendOptions } from '@prattle/core';
import type { TestContext } from 'vitest';
import backendCpu from '../index.js';
import { findAddon } from '../native/addon.js';
import type { NativeAddon } from '../native/native-addon.js';

/** The addon; where there is none, the test is reported as not run, with the reason. */
export function requireAddon(context: TestContext): NativeAddon {
  const search = findAddon();
  if (!('addon' in search)) return context.skip(`${search.reason}. ${search.remedy}`);
  Object.assign(context.task.meta, { backend: 'cpu' });
  return search.addon;
}

/** Opens the backend for one test, at the end of which it is closed. */
export async function openNative(context: TestContext, options: BackendOptions = {}): Promise<Backend> {
  requireAddon(context);
  const backend = (await backendCpu().backends?.[0]?.open(options)) as Backend;
  context.onTestFinished(() => backend.close());
  return backend;
}
