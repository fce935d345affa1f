import { mayHaveGpu } from './vulkan.js';

/** How to reach a GPU here, or why there is none. */
export type GpuSearch = { readonly gpu: GPU } | { readonly reason: string; readonly remedy: string };

/** What the `webgpu` package exports. */
interface DawnModule {
  create(options: readonly string[]): GPU;
  /** The classes and constants that browsers have as globals. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Node's way in: Dawn through the `webgpu` package, once for the whole process. */
let dawn: Promise<{ readonly gpu: GPU; readonly globals: DawnModule['globals'] } | undefined> | undefined;

/** The browser's WebGPU, or in Node that of the optional package `webgpu`. Changes nothing. */
export async function findGpu(): Promise<GpuSearch> {
  const { navigator } = globalThis as { navigator?: { readonly gpu?: GPU } };
  if (navigator?.gpu !== undefined) return { gpu: navigator.gpu };
  if (globalThis.process?.versions?.node === undefined) {
    return {
      reason: 'This browser has no WebGPU, or the page is not served over HTTPS',
      remedy: 'Use a recent Chrome, Edge, Firefox or Safari, over HTTPS or on localhost, or another backend.',
    };
  }
  if (!mayHaveGpu()) {
    return {
      reason: 'There is no Vulkan driver on this machine',
      remedy: 'Install a graphics driver with Vulkan, and its loader (on Debian: libvulkan1), or use another backend.',
    };
  }
  const module = await loadDawn();
  if (module !== undefined) return { gpu: module.gpu };
  return {
    reason: 'Node has no WebGPU of its own, and the package `webgpu` is not installed',
    remedy: 'Install it (`npm install webgpu`), or use another backend.',
  };
}

/** Defines the classes and constants that tfjs expects as globals, where Node lacks them. */
export async function defineGlobals(): Promise<void> {
  if ('GPUBufferUsage' in globalThis) return;
  const module = await loadDawn();
  if (module === undefined) return;
  for (const [name, value] of Object.entries(module.globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}

function loadDawn() {
  dawn ??= importDawn();
  return dawn;
}

async function importDawn() {
  // By a variable, so that bundlers for browsers leave it alone.
  const name = 'webgpu';
  try {
    const { create, globals } = (await import(/* @vite-ignore */ name)) as DawnModule;
    return { gpu: create([]), globals };
  } catch {
    return undefined;
  }
}
