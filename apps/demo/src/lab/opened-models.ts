import backendWasm from '@prattle/backend-wasm';
import { loadManifest } from '@prattle/checkpoint';
import { type Backend, type Tokenizer, UsageError } from '@prattle/core';
import { findCheckpoint, type OpenedRun, openBackend, openRun } from '@prattle/runs';
import { registry } from './registry.js';
import { filesOf } from './run-files.js';

/** A run that writes text. */
export interface Writer extends OpenedRun {
  readonly tokenizer: Tokenizer;
}

/** Models to be kept at once. */
const MOST_OPEN = 6;

let sampling: Promise<Backend> | undefined;
let reading: Promise<Backend> | undefined;
const open = new Map<string, Promise<OpenedRun>>();

/** Whatever computes small things at once: one thread, results without waiting. */
export function readingBackend(): Promise<Backend> {
  reading ??= hasWasm().then((has) => openBackend(registry, has ? 'wasm' : 'tfjs-cpu', { threads: 1 }));
  return reading;
}

/** The same, as far as models need it to write and to predict: there is less of it to load before the first words. */
export function samplingBackend(): Promise<Backend> {
  sampling ??= openSampling();
  return sampling;
}

async function openSampling(): Promise<Backend> {
  const [wasm] = backendWasm({ sampleOnly: true }).backends ?? [];
  return wasm && (await hasWasm()) ? wasm.open({ threads: 1 }) : readingBackend();
}

const hasWasm = async (): Promise<boolean> => (await registry.get('backend', 'wasm').probe()).available;

/** A run's model as it was last saved; it stays open until others need the place. */
export async function openModel(run: string): Promise<OpenedRun> {
  const [{ storage, folder }] = await Promise.all([filesOf(run), samplingBackend()]);
  const path = await findCheckpoint(storage, folder);
  const { step, seconds } = await loadManifest(storage, path);
  const key = `${run} ${step} ${seconds ?? 0}`;
  const known = open.get(key);
  if (known) return known;
  const opening = openRun(registry, storage, folder);
  open.set(key, opening);
  opening.catch(() => open.delete(key));
  for (const [old, model] of open) {
    const replaced = old !== key && old.startsWith(`${run} `);
    if (!replaced && (open.size <= MOST_OPEN || old === key)) continue;
    open.delete(old);
    void model.then((opened) => opened.model.dispose());
  }
  return opening;
}

/** @throws UsageError where the model predicts numbers */
export async function openWriter(run: string): Promise<Writer> {
  const opened = await openModel(run);
  const { tokenizer, model } = opened;
  if (tokenizer && model.task === 'next-token') return { ...opened, tokenizer };
  const remedy = 'Choose a model that was trained on text.';
  throw new UsageError({ package: 'demo', code: 'no-text', what: `The model of ${run} writes no text`, remedy });
}
