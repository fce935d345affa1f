import type { Engine } from '@prattle/engine';

/** What `build/prattle-cpu.node` exports. */
export interface NativeAddon {
  /** Version of the command table that the addon was built with: `operationsVersion`. */
  readonly operationsVersion: number;
  /** Instruction sets that this CPU can run, best first. */
  readonly instructionSets: readonly string[];
  /** As the CPU calls itself; empty where it does not say. */
  readonly cpu: string;
  /** Every engine has its own threads and scratch memory; use one from the thread that created it. */
  create(options: { readonly threads: number; readonly instructionSet: string }): Engine;
}
