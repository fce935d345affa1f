import type { Available, Unavailable } from '@prattle/core';
import { findGpu } from './find-gpu.js';

/** What is known about an adapter before a device is opened. */
export interface AdapterFacts {
  readonly device: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Computed by the processor: correct, and slow. */
  readonly software: boolean;
}

/** Below every backend that computes on the processor itself, but for tfjs's plain JavaScript. */
const SOFTWARE_PRIORITY = 5;

/** The adapter that would be used. */
export async function findAdapter(): Promise<{ readonly adapter: GPUAdapter } | Unavailable> {
  const search = await findGpu();
  if (!('gpu' in search)) return { available: false, ...search };
  const adapter = await search.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter !== null) return { adapter };
  return {
    available: false,
    reason: 'WebGPU finds no graphics adapter',
    remedy: 'Install or update the graphics driver (in Node on Linux: a Vulkan driver and libvulkan), or use another backend.',
  };
}

/** As a backend's `probe` answers. */
export async function probeAdapter(): Promise<Available | Unavailable> {
  try {
    const found = await findAdapter();
    if (!('adapter' in found)) return found;
    const { device, details, software } = describeAdapter(found.adapter);
    return { available: true, device, details, ...(software && { priority: SOFTWARE_PRIORITY }) };
  } catch (error) {
    return {
      available: false,
      reason: `WebGPU cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'Update the graphics driver or the browser, or use another backend.',
    };
  }
}

export function describeAdapter({ info, limits }: GPUAdapter): AdapterFacts {
  const software =
    info.isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${info.architecture} ${info.description} ${info.device}`);
  const name = info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'a WebGPU adapter';
  return {
    device: software ? `${name} (software)` : name,
    details: {
      ...(info.vendor && { vendor: info.vendor }),
      ...(info.architecture && { architecture: info.architecture }),
      kind: software ? 'software' : 'hardware',
      'largest buffer, MiB': Math.floor(limits.maxStorageBufferBindingSize / 2 ** 20),
    },
    software,
  };
}
