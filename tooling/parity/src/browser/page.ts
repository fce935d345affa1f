import backendWasm from '@prattle/backend-wasm';
import backendWebGpu from '@prattle/backend-webgpu';
import { type Backend, createRegistry } from '@prattle/core';
import { candidatesOf } from '../candidates.js';
import { compareFixture } from '../compare.js';
import { parseFixture } from '../fixture.js';
import type { Outcome } from '../outcome.js';
import type { Found } from '../places/place.js';

/** What the page gives to whoever drives it. */
export interface ParityPage {
  candidates(name: string): Promise<Found[]>;
  /** Opens a backend, on which everything is compared from now on. */
  open(name: string): Promise<void>;
  /** @param base64 the golden file */
  compare(path: string, base64: string): Promise<Outcome>;
  close(): void;
}

const registry = createRegistry([backendWasm(), backendWebGpu()]);
let backend: Backend | undefined;

const page: ParityPage = {
  async candidates(name) {
    return (await candidatesOf(registry, name)).map(({ plugin, missing }) => ({ name: plugin.name, missing }));
  },
  async open(name) {
    backend = await registry.get('backend', name).open();
  },
  async compare(path, base64) {
    if (backend === undefined) throw new Error('No backend is open on this page.');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return compareFixture(parseFixture(bytes, path), backend);
  },
  close() {
    backend?.close();
    backend = undefined;
  },
};

Object.assign(globalThis, { parity: page });
