import type { Backend } from '@prattle/core';
import { engineSuite } from '@prattle/engine/testing';
import { backendSuite } from '@prattle/testing';
import backendCuda from './index.js';
import { useEmulatedDevice } from './test/emulated.js';

useEmulatedDevice();

for (const plugin of backendCuda().backends ?? []) {
  await backendSuite(plugin);
  engineSuite(async (context, options): Promise<Backend> => {
    const backend = await plugin.open(options);
    context.onTestFinished(() => backend.close());
    return backend;
  });
}
