import { BackendError } from '@prattle/core';
import { DeviceGuard } from './device-guard.js';

/** Limits that are asked for as high as the adapter goes. Kernels bind no more buffers than every device allows, eight. */
const RAISED = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** A device of our own, and what watches over it. */
export interface OpenDevice {
  readonly device: GPUDevice;
  readonly guard: DeviceGuard;
  /** Lanes of its smallest subgroup, where kernels may use subgroups. */
  readonly subgroup?: number;
}

/** @throws BackendError when the adapter gives no device */
export async function openDevice(adapter: GPUAdapter): Promise<OpenDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED) requiredLimits[limit] = adapter.limits[limit];
  const subgroup = subgroupOf(adapter);
  try {
    const requiredFeatures: GPUFeatureName[] = subgroup === undefined ? [] : ['subgroups'];
    const device = await adapter.requestDevice({ label: 'prattle', requiredLimits, requiredFeatures });
    return { device, guard: new DeviceGuard(device), ...(subgroup !== undefined && { subgroup }) };
  } catch (cause) {
    throw new BackendError({
      package: 'backend-webgpu',
      code: 'no-device',
      what: `The graphics adapter gives no device: ${cause instanceof Error ? cause.message : String(cause)}`,
      remedy: 'Close other pages and programs that use the GPU, or use another backend.',
      cause,
    });
  }
}

/** Lanes of the smallest subgroup, if the adapter has subgroups and says how large they are. */
function subgroupOf({ features, info }: GPUAdapter): number | undefined {
  return features.has('subgroups') && info.subgroupMinSize > 1 ? info.subgroupMinSize : undefined;
}
