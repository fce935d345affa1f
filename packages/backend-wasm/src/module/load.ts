import { BackendError } from '@prattle/core';
import type { InstructionSet } from '../instruction-set.js';

/** Bundlers look for exactly this. Computed when they are asked for: importing does nothing. */
const addresses: Readonly<Record<InstructionSet, () => URL>> = {
  relaxed: () => new URL('../../wasm/relaxed.wasm', import.meta.url),
  simd128: () => new URL('../../wasm/simd128.wasm', import.meta.url),
};

/** The module's bytes, from the package's folder or wherever a bundler has put them. @throws BackendError when they cannot be had */
export async function loadModule(instructionSet: InstructionSet): Promise<Uint8Array<ArrayBuffer>> {
  const url = addresses[instructionSet]();
  try {
    return url.protocol === 'file:' ? await readFile(url) : await download(url);
  } catch (cause) {
    throw new BackendError({
      package: 'backend-wasm',
      code: 'unavailable',
      what: `The WebAssembly module ${url.href} cannot be read`,
      remedy: 'Serve the folder wasm of @prattle/backend-wasm, or use a bundler that follows new URL(…, import.meta.url), as Vite does.',
      cause,
    });
  }
}

async function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile: read } = process.getBuiltinModule('node:fs/promises');
  return new Uint8Array(await read(url));
}

async function download(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
