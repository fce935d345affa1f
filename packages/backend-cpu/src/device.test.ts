import { BackendError } from '@prattle/core';
import { expect, test } from 'vitest';
import { describeDevice, engineSettings } from './device.js';
import type { NativeAddon } from './native/native-addon.js';

const addon = { cpu: 'Test CPU', instructionSets: ['avx2', 'baseline'] } as unknown as NativeAddon;

test('the best instruction set and some threads are the default', () => {
  const { threads, instructionSet } = engineSettings(addon, {});
  expect(instructionSet).toBe('avx2');
  expect(threads).toBeGreaterThanOrEqual(1);
  expect(threads).toBeLessThanOrEqual(8);
  expect(engineSettings(addon, { threads: 12, instructionSet: 'baseline' })).toEqual({ threads: 12, instructionSet: 'baseline' });
});

test.each([0, -1, 1.5, Number.NaN])('%d threads are refused', (threads) => {
  expect(() => engineSettings(addon, { threads })).toThrow(BackendError);
});

test('an instruction set that the CPU lacks is refused with those it has', () => {
  expect(() => engineSettings(addon, { instructionSet: 'avx512' })).toThrow(/avx512.*avx2, baseline/);
});

test('the device is named with what is used', () => {
  const { device, details } = describeDevice(addon, { threads: 3, instructionSet: 'baseline' });
  expect(device).toMatch(/^Test CPU \(\d+ cores?, baseline\)$/);
  expect(details).toMatchObject({ threads: 3, instructionSet: 'baseline' });
});
