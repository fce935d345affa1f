import { availableParallelism } from 'node:os';
import { type Available, BackendError, type BackendOptions } from '@prattle/core';
import type { NativeAddon } from './native/native-addon.js';

/** What an engine is created with. */
export interface EngineSettings {
  readonly threads: number;
  readonly instructionSet: string;
}

const MOST_THREADS_BY_DEFAULT = 8;

/**
 * Fills in what the options leave open.
 * @throws BackendError on a thread count below 1 or an instruction set that this CPU does not have
 */
export function engineSettings(addon: NativeAddon, options: BackendOptions): EngineSettings {
  const { threads = Math.min(availableParallelism(), MOST_THREADS_BY_DEFAULT), instructionSet = addon.instructionSets[0] ?? 'baseline' } =
    options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new BackendError({
      package: 'backend-cpu',
      code: 'bad-option',
      what: `threads is ${threads}`,
      remedy: 'Give a whole number, 1 or more.',
    });
  }
  if (!addon.instructionSets.includes(instructionSet)) {
    throw new BackendError({
      package: 'backend-cpu',
      code: 'bad-option',
      what: `This CPU cannot run the instruction set ${instructionSet}`,
      remedy: `Choose one of: ${addon.instructionSets.join(', ')}.`,
    });
  }
  return { threads, instructionSet };
}

/** The device in words and as facts. */
export function describeDevice(addon: NativeAddon, { threads, instructionSet }: EngineSettings): Pick<Available, 'device' | 'details'> {
  const cores = availableParallelism();
  const device = `${addon.cpu || process.arch} (${cores} ${cores === 1 ? 'core' : 'cores'}, ${instructionSet})`;
  return { device, details: { instructionSet, threads, cores } };
}
