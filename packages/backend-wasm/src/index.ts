import { type Backend, BackendError, type BackendOptions, type BackendPlugin, definePlugin, type Plugin } from '@prattle/core';
import { type EngineOptions, openEngine } from '@prattle/engine';
import { describeDevice, threadCount } from './device.js';
import { type InstructionSet, instructionSets, useInstructionSet } from './instruction-set.js';
import { createMachine, type Machine } from './machine.js';
import { WasmEngine } from './wasm-engine.js';

/** The CPU kernels in WebAssembly: in Node, and in browsers, where cross-origin isolated pages get threads. */
function wasmBackend(engineOptions: EngineOptions): BackendPlugin {
  return {
    name: 'wasm',
    summary: 'The CPU kernels in WebAssembly. Runs everywhere, with threads where memory can be shared.',
    priority: 50,
    async probe() {
      const [best] = instructionSets();
      if (best !== undefined) return { available: true, ...describeDevice(threadCount({}), best) };
      return {
        available: false,
        reason: 'This JavaScript engine has no WebAssembly with SIMD',
        remedy: 'Use a newer browser, or the backend tfjs-cpu.',
      };
    },
    open: (options = {}) => open(options, engineOptions),
  };
}

interface Shared {
  readonly instructionSet: InstructionSet;
  readonly machine: Promise<Machine>;
  users: number;
}

/** The machine of all who have the backend open: they see each other's tensors. */
let shared: Shared | undefined;

async function open(options: BackendOptions, engineOptions: EngineOptions): Promise<Backend> {
  const threads = threadCount(options);
  const instructionSet = useInstructionSet(options);
  shared ??= { instructionSet, machine: createMachine(instructionSet), users: 0 };
  const mine = shared;
  if (mine.instructionSet !== instructionSet) throw stillOpen(mine.instructionSet);
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
    return await openEngine(engine, { name: 'wasm', ...describeDevice(threads, instructionSet) }, engineOptions);
  } catch (error) {
    leave();
    throw error;
  }
}

function stillOpen(instructionSet: InstructionSet): BackendError {
  return new BackendError({
    package: 'backend-wasm',
    code: 'bad-option',
    what: `The backend is open with the instruction set ${instructionSet}`,
    remedy: 'Close it before opening it with another one.',
  });
}

/**
 * The plugin: one backend, `wasm`.
 *
 * @param options `sampleOnly: true` loads less (55 KB compressed, in a browser): for pages that sample from the built-in
 *   models, or predict with them, and do nothing else with tfjs
 */
export default function backendWasm(options: EngineOptions = {}): Plugin {
  return definePlugin({ name: '@prattle/backend-wasm', backends: [wasmBackend(options)] });
}
