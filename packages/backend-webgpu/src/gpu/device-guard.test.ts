import { BackendError } from '@prattle/core';
import { expect, it } from 'vitest';
import { FakeDevice } from '../test/fake-device.js';
import { DeviceGuard } from './device-guard.js';

function guarded() {
  const device = new FakeDevice();
  return { device, guard: new DeviceGuard(device.asDevice()) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('lets everything pass while nothing is wrong', () => {
  const { guard } = guarded();
  expect(guard.watch('fine', () => 3)).toBe(3);
  expect(() => guard.check()).not.toThrow();
});

it('names the kernel that was refused, also where its use is reported first', async () => {
  const { device, guard } = guarded();
  device.caught = { message: 'unresolved value' };
  guard.watch('broken kernel', () => undefined);
  device.report('[Invalid ComputePipeline "broken kernel"] is invalid');
  expect(() => guard.check()).toThrow('The GPU refused a command');
  await settled();
  expect(() => guard.check()).toThrow('The kernel broken kernel was refused: unresolved value');
});

it('throws the first error of the device ever after', () => {
  const { device, guard } = guarded();
  device.report('out of bounds');
  device.report('another');
  for (let i = 0; i < 2; i++) expect(() => guard.check()).toThrow('out of bounds');
  expect(BackendError.isInstance(guard.failure)).toBe(true);
});

it('knows when memory has run out', () => {
  const { device, guard } = guarded();
  class GPUOutOfMemoryError {
    readonly message = 'Allocation failed';
  }
  device.report(new GPUOutOfMemoryError());
  expect(() => guard.check()).toThrow('The GPU has no memory left. Use a smaller batch');
});

it('says that the device was lost, and what to do', async () => {
  const { device, guard } = guarded();
  device.lose('The driver crashed.');
  await settled();
  expect(() => guard.check()).toThrow(/device was lost \(The driver crashed\.\)\. .*resume from the last checkpoint/);
  expect(guard.failure?.code).toBe('device-lost');
});

it('does not mind losing a device that it closed itself', async () => {
  const { device, guard } = guarded();
  guard.close();
  await settled();
  expect(device.destroyed).toBe(true);
  expect(guard.failure).toBeUndefined();
});
