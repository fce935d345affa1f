import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { createRandom, createRegistry, type Registry, type Storage } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import datasets, { prepareShards, readData, shardSettings } from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun } from '@prattle/runs';
import tokenizers, { bpe } from '@prattle/tokenizers';
import { machine } from '../machine.js';
import { generateText } from './generate-text.js';

const MEGABYTE = 1e6;
/** Steps before anything is measured: pools fill, code is compiled. */
const WARM_UP = 0.5;

interface Result {
  readonly megabytes: number;
  readonly prepareSeconds: number;
  readonly prepareRssMegabytes: number;
  readonly steps: number;
  /** From shards, which stay on the disk, and from the text itself, which is kept as tokens. */
  readonly shards: Training;
  readonly text: Training;
}

interface Training {
  /** Until the first step can begin: reading, and what there is to encode. */
  readonly openSeconds: number;
  readonly stepMs: number;
  readonly loaderMs: number;
  /** Of a step's time. */
  readonly loaderShare: number;
  /** The most memory that the process ever had, before and after the measured steps, which are the second half. */
  readonly mostMegabytes: readonly [number, number];
}

/** `pnpm bench loader [--megabytes 200] [--steps 500] [--json] [--write FILE]`: trains on a large text from the disk. */
export async function benchLoader(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      megabytes: { type: 'string', default: '200' },
      steps: { type: 'string', default: '500' },
      json: { type: 'boolean', default: false },
      write: { type: 'string' },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'prattle-loader-'));
  try {
    const result = await measure(folder, Number(values.megabytes) * MEGABYTE, Number(values.steps));
    const page = toMarkdown(result, `pnpm bench loader --megabytes ${values.megabytes} --steps ${values.steps}`);
    process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : page);
    if (values.write === undefined) return;
    mkdirSync(dirname(values.write), { recursive: true });
    writeFileSync(values.write, page);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string, bytes: number, steps: number): Promise<Result> {
  const storage = fileStorage();
  const registry = createRegistry([models(), tokenizers(), datasets(), backendCpu(), backendTfjs()]);
  const text = join(folder, 'text.txt');
  const tokens = join(folder, 'tokens');
  generateText(text, bytes);

  const started = performance.now();
  await prepareShards({
    storage,
    folder: tokens,
    files: await readData([text], storage),
    source: text,
    settings: shardSettings.parse({}),
    tokenizer: (chunks) => bpe.train(chunks, bpe.config.parse({ vocabulary: 2048 })),
  });
  const prepareSeconds = (performance.now() - started) / 1000;
  const prepareRssMegabytes = mostMemory();

  const train = (name: string, path: string) => trainOn(registry, storage, join(folder, `run-${name}`), { name, paths: [path] }, steps);
  return {
    megabytes: statSync(text).size / MEGABYTE,
    prepareSeconds,
    prepareRssMegabytes,
    steps,
    shards: await train('shards', tokens),
    text: await train('text', text),
  };
}

async function trainOn(
  registry: Registry,
  storage: Storage,
  folder: string,
  dataset: { readonly name: string; readonly paths: readonly string[] },
  steps: number,
): Promise<Training> {
  const training = { steps, evalEvery: 0, checkpointEvery: 0, sampleEvery: 0 };
  const spec = resolveRun(registry, { dataset, training });
  const opened = performance.now();
  const run = await openTrainRun({ registry, storage, run: folder, spec });
  const openSeconds = (performance.now() - opened) / 1000;
  try {
    const measuredFrom = Math.floor(steps * WARM_UP);
    let from = 0;
    let to = 0;
    let mostBefore = 0;
    let mostAfter = 0;
    for await (const event of run.events()) {
      if (event.type !== 'step') continue;
      to = performance.now();
      mostAfter = mostMemory();
      if (event.step > measuredFrom) continue;
      from = to;
      mostBefore = mostMemory();
    }
    const stepMs = (to - from) / (steps - measuredFrom);
    const { batch, context } = run.spec.training;
    const source = run.dataset.batches('train', { batch, context: context ?? 0, random: createRandom('philox', 2) });
    const begun = performance.now();
    for (let step = 0; step < steps; step++) source.next();
    const loaderMs = (performance.now() - begun) / steps;
    return { openSeconds, stepMs, loaderMs, loaderShare: loaderMs / stepMs, mostMegabytes: [mostBefore, mostAfter] };
  } finally {
    run.close();
  }
}

/** The most memory that this process ever had, in megabytes. */
function mostMemory(): number {
  return (process.resourceUsage().maxRSS * 1024) / MEGABYTE;
}

function toMarkdown(result: Result, command: string): string {
  const { shards, text } = result;
  const both = (name: string, show: (training: Training) => string) => [name, show(shards), show(text)];
  const rows = [
    both('until the first step', ({ openSeconds }) => `${openSeconds.toFixed(1)} s`),
    both('one training step', ({ stepMs }) => `${stepMs.toFixed(2)} ms`),
    both('making its batch', ({ loaderMs, loaderShare }) => `${loaderMs.toFixed(3)} ms, ${(100 * loaderShare).toFixed(2)} % of a step`),
    both(`most memory until half of the ${result.steps} steps`, ({ mostMegabytes }) => `${mostMegabytes[0].toFixed(0)} MB`),
    both('and until the last', ({ mostMegabytes }) => `${mostMegabytes[1].toFixed(0)} MB`),
  ];
  return [
    '# Training on a text from the disk',
    '',
    `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}. Machine: ${machine()}, Node ${process.version}. The default transformer; the first half of the steps is not measured.`,
    '',
    `A text of ${result.megabytes.toFixed(0)} MB. Learning a tokenizer from it and writing shards took ${result.prepareSeconds.toFixed(1)} s (${(result.megabytes / result.prepareSeconds).toFixed(1)} MB/s) and at most ${result.prepareRssMegabytes.toFixed(0)} MB of memory. Then one process trained from the shards, which stay on the disk, and after that from the text itself, which is read, encoded by characters and kept as tokens before the first step.`,
    '',
    ...[['what', 'from shards', 'from the text'], ['---', '---', '---'], ...rows].map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');
}
