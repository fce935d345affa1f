import { type BackendOptions, defineBackend } from '@prattle/core';
import { engine } from '@prattle/ops/tfjs';
import { rememberProcessListeners } from './process-listeners.js';
import { openStock } from './stock-backend.js';

export interface TfjsWasmOptions extends BackendOptions {
  /** In a browser: the address of the folder with tfjs-backend-wasm's `.wasm` files. Node finds them itself. */
  readonly wasmPaths?: string;
}

const device = 'WebAssembly';

/** tfjs's WebAssembly backend: the fastest of its kernels that need nothing installed. One thread in Node. */
export const tfjsWasm = defineBackend<TfjsWasmOptions>({
  name: 'tfjs-wasm',
  summary: 'WebAssembly (tfjs). Runs everywhere, several times faster than plain JavaScript.',
  priority: 10,
  async probe() {
    if ('WebAssembly' in globalThis) return { available: true, device, details: { engine: 'tfjs, WebAssembly' } };
    return { available: false, reason: 'This JavaScript engine has no WebAssembly', remedy: 'Use the backend tfjs-cpu.' };
  },
  async open({ threads, wasmPaths } = {}) {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    if (threads !== undefined) wasm.setThreadsCount(threads);
    if (wasmPaths !== undefined) wasm.setWasmPaths(wasmPaths);
    const restoreListeners = rememberProcessListeners();
    try {
      const details = { engine: 'tfjs, WebAssembly' };
      return await openStock({ name: 'tfjs-wasm', tfjsName: 'wasm', device, details, reserved: heapSize });
    } finally {
      restoreListeners();
    }
  },
});

/** Bytes of WebAssembly memory, in use or not. */
function heapSize(): number {
  const backend = engine().findBackend('wasm') as unknown as { readonly wasm?: { readonly HEAPU8: Uint8Array } } | null;
  return backend?.wasm?.HEAPU8.byteLength ?? 0;
}
