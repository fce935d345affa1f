import { type Backend, type BackendOptions, type BackendPlugin, definePlugin, type Plugin } from '@prattle/core';
import { openEngine } from '@prattle/engine';
import { describeDevice, hasSimd, threadCount } from './device.js';
import { createMachine, type Machine } from './machine.js';
import { WasmEngine } from './wasm-engine.js';

/** The CPU kernels in WebAssembly: in Node, and in browsers, where cross-origin isolated pages get threads. */
const wasmBackend: BackendPlugin<BackendOptions> = {
  name: 'wasm',
  summary: 'The CPU kernels in WebAssembly. Runs everywhere, with threads where memory can be shared.',
  priority: 50,
  async probe() {
    if (hasSimd()) return { available: true, ...describeDevice(threadCount({})) };
    return {
      available: false,
      reason: 'This JavaScript engine has no WebAssembly with SIMD',
      remedy: 'Use a newer browser, or the backend tfjs-cpu.',
    };
  },
  open,
};

/** The machine of all who have the backend open: they see each other's tensors. */
let shared: { readonly machine: Promise<Machine>; users: number } | undefined;

async function open(options: BackendOptions = {}): Promise<Backend> {
  const threads = threadCount(options);
  shared ??= { machine: createMachine(), users: 0 };
  const mine = shared;
  mine.users++;
  const leave = () => {
    mine.users--;
    if (mine.users > 0) return;
    if (shared === mine) shared = undefined;
    // The threads end with the round.
    void mine.machine.then(({ exports }) => exports.begin(1));
  };
  try {
    const engine = await WasmEngine.start(await mine.machine, threads, leave);
    return await openEngine(engine, { name: 'wasm', ...describeDevice(threads) });
  } catch (error) {
    leave();
    throw error;
  }
}

/** The plugin: one backend, `wasm`. */
export default function backendWasm(): Plugin {
  return definePlugin({ name: '@prattle/backend-wasm', backends: [wasmBackend] });
}
