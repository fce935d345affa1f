import { BackendError } from '@prattle/core';
import { operationsVersion } from '@prattle/engine';
import type { InstructionSet } from './instruction-set.js';
import { type EngineExports, instantiate } from './module/exports.js';
import { loadModule } from './module/load.js';
import { fixedMemory, isShared, sharedMemory } from './module/memory.js';
import { unshared } from './module/unshared.js';

/** The module on a memory: what all engines share that have tensors in common. */
export interface Machine {
  readonly instructionSet: InstructionSet;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly exports: EngineExports;
}

/** Loads the module and gives it memory, shared where that is possible. @throws BackendError where there is neither */
export async function createMachine(instructionSet: InstructionSet, memory = sharedMemory() ?? fixedMemory()): Promise<Machine> {
  if (memory === undefined) {
    throw new BackendError({
      package: 'backend-wasm',
      code: 'out-of-memory',
      what: 'There is no memory for WebAssembly',
      remedy: 'Close other programs or tabs and try again.',
    });
  }
  const bytes = await loadModule(instructionSet);
  return assemble(instructionSet, isShared(memory) ? bytes : unshared(bytes), memory);
}

async function assemble(instructionSet: InstructionSet, bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): Promise<Machine> {
  const module = await WebAssembly.compile(bytes);
  const exports = instantiate(module, memory);
  if (exports.version() >>> 0 !== operationsVersion()) {
    throw new BackendError({
      package: 'backend-wasm',
      code: 'bad-module',
      what: 'The WebAssembly module is of another version than this package',
      remedy: 'Install @prattle/backend-wasm and @prattle/engine of the same version.',
    });
  }
  return { instructionSet, module, memory, exports };
}
