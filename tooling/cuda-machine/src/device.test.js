import { expect, test } from 'vitest';
import { refusal } from './device.js';

/** @type {import('./device.js').Found} */
const gpu = { available: true, device: 'NVIDIA H100', details: {} };

test('the tests refuse with what the probe says, and on the emulated device', () => {
  expect(refusal(gpu)).toBeUndefined();
  expect(refusal({ ...gpu, priority: 5 })).toContain('The device is the emulated one. Unset PRATTLE_CUDA_DRIVER.');
  const missing = refusal({ available: false, reason: 'This machine has no NVIDIA GPU', remedy: 'Use another backend.' });
  expect(missing).toContain('need a GPU. This machine has no NVIDIA GPU. Use another backend.');
});
