import type { Backend } from '@prattle/core';
import { engineSuite } from '@prattle/engine/testing';
import { backendSuite } from '@prattle/testing';
import backendWasm from './index.js';

for (const plugin of backendWasm().backends ?? []) {
  await backendSuite(plugin);
  engineSuite(async (context, options): Promise<Backend> => {
    const backend = await plugin.open(options);
    context.onTestFinished(() => backend.close());
    return backend;
  });
}
