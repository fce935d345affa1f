#!/usr/bin/env node
import { parseArgs } from 'node:util';
import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import backendWasm from '@prattle/backend-wasm';
import { createRegistry } from '@prattle/core';
import { openBackend } from '@prattle/runs';
import { isFlat, type MemoryReading, memoryNow } from './memory.js';
import { notebookModel } from './notebook-model.js';
import { sampleLong } from './sample-long.js';
import { trainLong } from './train-long.js';

const USAGE = `usage: pnpm soak [--steps 20000] [--tokens 100000] [--backend auto]

Trains the notebook's transformer and samples from it for long, and prints live tensors and the process's memory on the
way. Ends with 1 if either goes on growing after the first fifth.`;

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '20000' },
    tokens: { type: 'string', default: '100000' },
    backend: { type: 'string', default: 'auto' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = await soak(Number(values.steps), Number(values.tokens), values.backend);

async function soak(steps: number, tokens: number, backendName: string): Promise<number> {
  const backend = await openBackend(createRegistry([backendCpu(), backendWasm(), backendTfjs()]), backendName);
  console.log(`${backend.name}: ${backend.device}`);
  const model = notebookModel();
  try {
    const training = await report('training steps', steps, trainLong(model, backend, steps), () => memoryNow(backend));
    const sampling = await report('sampled tokens', tokens, sampleLong(model, tokens), () => memoryNow(backend));
    return training && sampling ? 0 : 1;
  } finally {
    model.dispose();
    backend.close();
  }
}

/** Prints ten readings of something that counts up to `total`; whether memory stayed flat. */
async function report(what: string, total: number, counts: AsyncIterable<number>, read: () => MemoryReading): Promise<boolean> {
  const readings: MemoryReading[] = [];
  const every = Math.max(1, Math.floor(total / 10));
  const started = performance.now();
  for await (const count of counts) {
    if (count % every !== 0) continue;
    const reading = read();
    readings.push(reading);
    const seconds = (performance.now() - started) / 1000;
    const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
    console.log(
      `${String(count).padStart(7)} ${what}  ${seconds.toFixed(1).padStart(6)} s  ${reading.tensors} tensors  ${megabytes(reading.bytes)} in them  ${megabytes(reading.reserved)} reserved  ${megabytes(reading.resident)} resident`,
    );
  }
  const flat = isFlat(readings);
  console.log(flat ? `Flat over ${total} ${what}.` : `NOT flat over ${total} ${what}.`);
  return flat;
}
