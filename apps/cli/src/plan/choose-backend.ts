import { homedir } from 'node:os';
import { join } from 'node:path';
import { decodeText, encodeText, PrattleError, type Registry, type Storage, StorageError, sha256 } from '@prattle/core';
import type { RunSpec } from '@prattle/runs';
import { version } from '../version.js';
import { nativeBackends } from './machine.js';
import { trainForAMoment } from './measure-run.js';

/** Seconds of training on each. */
const MEASURING = 0.5;

/** What was measured, by backend: seconds of a training step. */
export type StepTimes = Readonly<Record<string, number>>;

export interface BackendChoice {
  /** To be opened: a name, or `auto` where there is nothing to choose. */
  readonly name: string;
  /** Absent where there is nothing to choose, or the choice was asked for by name. */
  readonly measured?: StepTimes;
}

export interface ChooseOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  /** Where measurements are kept; default: the user's cache. */
  readonly cache?: string;
  /** Told that measuring begins: it takes a moment. */
  readonly onMeasure?: (backends: readonly string[]) => void;
}

/**
 * The backend that trains this run fastest: a small model may be faster on the CPU than on a GPU. Measured only where
 * several fast ones are available, and then once for each size of model and batch.
 * @throws what reading the data or opening a backend throws
 */
export async function chooseBackend(
  spec: RunSpec,
  { registry, storage, cache = cacheFolder(), onMeasure }: ChooseOptions,
): Promise<BackendChoice> {
  // Standard input can be read only once.
  if (spec.backend.name !== 'auto' || spec.dataset.paths.includes('-')) return { name: spec.backend.name };
  const contenders = await nativeBackends(registry, spec.backend.settings);
  if (contenders.length < 2) return { name: 'auto' };
  const file = join(cache, 'backends', `${await keyOf(spec, contenders)}.json`);
  const known = await remembered(storage, file);
  const measured = known ?? (await measure(spec, contenders, { registry, storage, onMeasure }));
  if (measured === undefined) return { name: 'auto' };
  if (known === undefined) await remember(storage, file, measured);
  const [fastest] = Object.entries(measured).sort(([, a], [, b]) => a - b);
  return { name: fastest?.[0] ?? 'auto', measured };
}

/** A sentence on what was chosen and why. */
export function describeChoice({ name, measured }: BackendChoice): string | undefined {
  if (!measured) return undefined;
  const others = Object.entries(measured).filter(([other]) => other !== name);
  const milliseconds = (seconds: number | undefined) => `${(1000 * (seconds ?? Number.NaN)).toPrecision(3)} ms`;
  const compared = others.map(([other, seconds]) => `${milliseconds(seconds)} on ${other}`).join(', ');
  return `${name} is the fastest for a model and batch of this size: ${milliseconds(measured[name])} a step, against ${compared}.`;
}

async function measure(
  spec: RunSpec,
  contenders: readonly { readonly name: string }[],
  { registry, storage, onMeasure }: Pick<ChooseOptions, 'registry' | 'storage' | 'onMeasure'>,
): Promise<StepTimes | undefined> {
  onMeasure?.(contenders.map(({ name }) => name));
  const times: Record<string, number> = {};
  try {
    for (const { name } of contenders) {
      const there = { ...spec, backend: { ...spec.backend, name } };
      times[name] = await trainForAMoment(registry, storage, there, MEASURING, (_, { secondsPerStep }) => secondsPerStep);
    }
  } catch (error) {
    // A model that only counts has no steps, and is fast anywhere.
    if (PrattleError.isInstance(error) && error.code === 'counts-only') return undefined;
    throw error;
  }
  return times;
}

/** Everything that decides how long a step takes. */
async function keyOf({ model, training, backend, dataset }: RunSpec, contenders: readonly object[]): Promise<string> {
  const { batch, context, accumulate, optimizer } = training;
  const facts = { version: version(), contenders, model, dataset, batch, context, accumulate, optimizer, backend };
  return (await sha256(encodeText(JSON.stringify(facts)))).slice(0, 32);
}

async function remembered(storage: Storage, file: string): Promise<StepTimes | undefined> {
  try {
    return JSON.parse(decodeText(await storage.read(file)));
  } catch (error) {
    // Measured for the first time, or a file that somebody broke: measured again.
    if (StorageError.isInstance(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where there is no place for a cache the next run measures again. */
async function remember(storage: Storage, file: string, measured: StepTimes): Promise<void> {
  try {
    await storage.write(file, encodeText(`${JSON.stringify(measured)}\n`));
  } catch (error) {
    if (!StorageError.isInstance(error)) throw error;
  }
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'prattle');
}
