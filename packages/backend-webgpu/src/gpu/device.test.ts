import { expect, it } from 'vitest';
import { FakeDevice } from '../test/fake-device.js';
import { openDevice } from './device.js';

/** Opens the device of an adapter that has these, and says what was asked for. */
async function openedWith(features: readonly string[], info: object) {
  const asked: GPUDeviceDescriptor[] = [];
  const adapter = {
    features: new Set(features),
    info,
    limits: { maxBufferSize: 1024 },
    requestDevice: async (descriptor: GPUDeviceDescriptor) => {
      asked.push(descriptor);
      return new FakeDevice().asDevice();
    },
  };
  const { subgroup } = await openDevice(adapter as unknown as GPUAdapter);
  return { subgroup, features: asked[0]?.requiredFeatures, limits: asked[0]?.requiredLimits };
}

it('asks for subgroups where the adapter has them and says how large they are', async () => {
  expect(await openedWith(['subgroups'], { subgroupMinSize: 32 })).toMatchObject({ subgroup: 32, features: ['subgroups'] });
  for (const [features, info] of [
    [['subgroups'], {}],
    [['shader-f16'], { subgroupMinSize: 32 }],
  ] as const) {
    expect(await openedWith(features, info)).toMatchObject({ subgroup: undefined, features: [] });
  }
});

it('raises limits as high as the adapter goes', async () => {
  expect(await openedWith([], {})).toMatchObject({ limits: { maxBufferSize: 1024 } });
});

it('says what to do when the adapter gives no device', async () => {
  const adapter = { features: new Set(), info: {}, limits: {}, requestDevice: () => Promise.reject(new Error('busy')) };
  await expect(openDevice(adapter as unknown as GPUAdapter)).rejects.toThrow('gives no device: busy. Close other pages');
});
