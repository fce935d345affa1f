import { tensorOperationChecks } from '@prattle/engine/testing';
import { describe } from 'vitest';
import backendCuda from './index.js';
import { useEmulatedDevice } from './test/emulated.js';

const [plugin] = backendCuda().backends ?? [];

describe.skipIf(!useEmulatedDevice() || plugin === undefined)('on the emulated device', () => {
  tensorOperationChecks(async () => {
    if (plugin === undefined) throw new Error('The plugin has no backend.');
    return plugin.open();
  });
});
