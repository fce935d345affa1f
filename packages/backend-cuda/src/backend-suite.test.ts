import type { Backend, BackendOptions } from '@prattle/core';
import { engineSuite } from '@prattle/engine/testing';
import { backendSuite } from '@prattle/testing';
import type { TestContext } from 'vitest';
import backendCuda from './index.js';
import { onDevice, useEmulatedDevice } from './test/emulated.js';

useEmulatedDevice();

for (const plugin of backendCuda().backends ?? []) {
  await backendSuite(plugin);
  const open = async (context: TestContext, options?: BackendOptions): Promise<Backend> => {
    const backend = await plugin.open(options);
    context.onTestFinished(() => backend.close());
    return backend;
  };
  engineSuite(open, { fewSteps: !onDevice });
}
