import { expect, it } from 'vitest';
import { FakeDevice } from '../test/fake-device.js';
import { BufferPool } from './buffer-pool.js';

const USAGE = 0;

function pool() {
  const device = new FakeDevice();
  return { device, buffers: new BufferPool(device.asDevice()) };
}

it('gives a buffer that came back to the next who asks for its size', () => {
  const { device, buffers } = pool();
  const first = buffers.acquireBuffer(64, USAGE);
  buffers.releaseBuffer(first);
  expect(buffers.acquireBuffer(64, USAGE)).toBe(first);
  expect(buffers.acquireBuffer(64, USAGE)).not.toBe(first);
  expect(buffers.acquireBuffer(32, USAGE).size).toBe(32);
  expect(device.created).toHaveLength(3);
  expect([buffers.numBytesUsed, buffers.numBytesAllocated]).toEqual([160, 160]);
});

it('leaves buffers of others alone', () => {
  const { buffers } = pool();
  const foreign = pool().buffers.acquireBuffer(64, USAGE);
  buffers.releaseBuffer(foreign);
  expect(buffers.acquireBuffer(64, USAGE)).not.toBe(foreign);
});

it('gives memory back: what is not wanted again, what nobody uses, and everything', () => {
  const { buffers } = pool();
  const [once, kept, free] = [
    buffers.acquireBuffer(16, USAGE, true, false),
    buffers.acquireBuffer(32, USAGE),
    buffers.acquireBuffer(64, USAGE),
  ];
  buffers.releaseBuffer(once, false);
  buffers.releaseBuffer(free);
  expect(buffers.numBytesAllocated).toBe(96);
  buffers.trim();
  expect([buffers.numBytesAllocated, buffers.owns(kept)]).toEqual([32, true]);
  buffers.dispose();
  expect([buffers.numBytesAllocated, buffers.owns(kept)]).toEqual([0, false]);
});

it('forgets a buffer that goes on without it', () => {
  const { buffers } = pool();
  const outliving = buffers.acquireBuffer(64, USAGE);
  buffers.release(outliving);
  buffers.dispose();
  expect([buffers.owns(outliving), buffers.numBytesAllocated]).toEqual([false, 0]);
});
