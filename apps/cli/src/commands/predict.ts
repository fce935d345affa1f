import { boolean, defineConfig, type Encoder, encodeText, number, type Storage, text, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { readExamples } from '@prattle/datasets';
import { type OpenedRun, predict } from '@prattle/runs';
import { Command } from 'commander';
import { addUseFlags, type UseOptions, useRun } from '../open-for-use.js';
import { type Answer, answersOf, toCsv } from '../predict/answers.js';
import { intervalRadii } from '../predict/interval.js';
import { openRegistry } from '../registry.js';
import { answersTable } from '../terminal/answers-table.js';
import type { LoadedCommand } from './index.js';

const predictSettings = defineConfig({
  interval: number({
    default: null,
    min: 0.5,
    max: 0.999,
    describe: 'Also the range that holds the truth of so many of the examples, by how far off the model was on held-out ones',
  }),
  csv: boolean({ default: false, describe: 'Print a table with the columns given and what is predicted' }),
  write: text({ default: null, describe: 'File for all of it: .csv, .json or .jsonl' }),
});

const STANDARD_INPUT = '-';

/** `prattle predict RUN EXAMPLE`: what a model says of examples that it was never shown. */
export async function create(): Promise<LoadedCommand> {
  const registry = await openRegistry();
  const command = new Command('predict')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .argument('[example]', 'a JSON object, a file (CSV, JSON, JSON lines, Parquet), a text, or "-" for standard input', STANDARD_INPUT);
  const flags = addUseFlags(command, registry, [{ name: 'predict', title: 'Answers', schema: predictSettings }]);
  command.addHelpText('after', EXAMPLES).action(async (run: string, example: string, options: UseOptions & Record<string, unknown>) => {
    const { interval, csv, write } = predictSettings.parse(flags.read(options).predict ?? {});
    const storage = fileStorage();
    await useRun(registry, storage, run, flags.opening(options), async (opened) => {
      const encoder = encoderOf(opened);
      const examples = await readExamples(example, storage);
      const radii = interval === null ? undefined : await intervalRadii(opened, encoder, interval, registry, storage);
      const predictions = await predict(opened.model, encoder, examples);
      const answers = answersOf(examples, predictions, radii);
      if (write !== null) await writeAnswers(storage, write, answers, encoder);
      if (options.json) process.stdout.write(asJson(opened, answers));
      else if (csv) process.stdout.write(toCsv(answers, encoder));
      else if (write !== null) process.stdout.write(`${answers.length} predictions are in ${write}.\n`);
      else process.stdout.write(`${answersTable({ encoder, examples, predictions, ...(radii ? { radii } : {}) })}\n`);
    });
  });
  return { command, normalise: flags.normalise };
}

const EXAMPLES = `
Examples:
  prattle predict runs/system-configs '{"CPU": 24, "RAM": 96, "DISK": 3000}'
  prattle predict runs/prices houses.csv --interval 0.9 --write priced.csv
  cat houses.jsonl | prattle predict runs/prices - --json`;

function encoderOf({ encoder, path, manifest }: OpenedRun): Encoder {
  if (encoder) return encoder;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} is a ${manifest.model.plugin} that writes text, and predicts nothing`,
    remedy: 'Use `prattle sample` with it, or name a run that was trained on a table.',
  });
}

async function writeAnswers(storage: Storage, path: string, answers: readonly Answer[], encoder: Encoder): Promise<void> {
  const format = /\.(csv|jsonl|json)$/i.exec(path)?.[1]?.toLowerCase();
  if (format === undefined) {
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: `"--write" is "${path}"`,
      remedy: 'Its name must end in .csv, .json or .jsonl.',
    });
  }
  const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
  const content = format === 'csv' ? toCsv(answers, encoder) : format === 'jsonl' ? lines : `${JSON.stringify(answers, null, 2)}\n`;
  await storage.write(path, encodeText(content));
}

function asJson({ path, manifest }: OpenedRun, answers: readonly Answer[]): string {
  return `${JSON.stringify({ checkpoint: path, step: manifest.step, predictions: answers }, null, 2)}\n`;
}
