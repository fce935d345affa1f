import { BackendError, type BackendOptions } from '@prattle/core';
import { isNode } from './threads/start.js';

/** `relaxed` has a fused multiply-add, and so other roundings: the bits of one are not those of the other. */
export type InstructionSet = 'relaxed' | 'simd128';

/** Modules that use one instruction of the set. */
const samples: Readonly<Record<InstructionSet, Uint8Array<ArrayBuffer>>> = {
  simd128: sample([65, 0, 253, 15, 253, 98]),
  relaxed: sample([65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2]),
};

/** A module with one function, without parameters, that gives a vector. */
function sample(instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [0, ...instructions, 11];
  const code = [1, body.length, ...body];
  return Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, code.length, ...code);
}

/** What this JavaScript engine can run, best first. */
export function instructionSets(): InstructionSet[] {
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(samples.simd128)) return [];
  return WebAssembly.validate(samples.relaxed) || hasFlag() ? ['relaxed', 'simd128'] : ['simd128'];
}

/** Node 20 has the instructions, and a flag for them. */
function hasFlag(): boolean {
  return isNode() && process.versions.node.startsWith('20.');
}

/**
 * The instruction set to use, switched on where that is needed.
 * @throws BackendError on one that there is not
 */
export function useInstructionSet({ instructionSet: wanted }: BackendOptions): InstructionSet {
  const available = instructionSets();
  const chosen = wanted === undefined ? available[0] : available.find((name) => name === wanted);
  if (chosen === undefined) {
    throw new BackendError({
      package: 'backend-wasm',
      code: 'bad-option',
      what:
        wanted === undefined
          ? 'This JavaScript engine has no WebAssembly with SIMD'
          : `There is no instruction set ${wanted} in this JavaScript engine`,
      remedy: available.length === 0 ? 'Use a newer browser, or the backend tfjs-cpu.' : `Choose one of: ${available.join(', ')}.`,
    });
  }
  if (chosen === 'relaxed' && !WebAssembly.validate(samples.relaxed)) {
    process.getBuiltinModule('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return chosen;
}
