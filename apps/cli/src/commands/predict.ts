import { type Encoder, type Prediction, UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { readExamples } from '@prattle/datasets';
import { type OpenedRun, predict } from '@prattle/runs';
import { Command } from 'commander';
import { addUseOptions, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { answersTable } from '../terminal/answers-table.js';
import type { LoadedCommand } from './index.js';

interface PredictOptions extends UseOptions {
  readonly json?: boolean;
}

const STANDARD_INPUT = '-';

/** `prattle predict RUN EXAMPLE`: what a model says of examples that it was never shown. */
export function create(): LoadedCommand {
  const command = new Command('predict')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .argument('[example]', 'a JSON object, a file (CSV, JSON, JSON lines, Parquet), a text, or "-" for standard input', STANDARD_INPUT);
  addUseOptions(command).addHelpText('after', EXAMPLES);
  command.action(async (run: string, example: string, options: PredictOptions) => {
    const storage = fileStorage();
    await useRun(await openRegistry(), storage, run, options, async (opened) => {
      const encoder = encoderOf(opened);
      const examples = await readExamples(example, storage);
      const predictions = await predict(opened.model, encoder, examples);
      process.stdout.write(options.json ? asJson(opened, examples, predictions) : `${answersTable({ encoder, examples, predictions })}\n`);
    });
  });
  return { command };
}

const EXAMPLES = `
Examples:
  prattle predict runs/system-configs '{"CPU": 24, "RAM": 96, "DISK": 3000}'
  prattle predict runs/prices houses.csv --json
  cat houses.jsonl | prattle predict runs/prices -`;

function encoderOf({ encoder, path, manifest }: OpenedRun): Encoder {
  if (encoder) return encoder;
  throw new UsageError({
    package: 'cli',
    code: 'usage',
    what: `${path} is a ${manifest.model.plugin} that writes text, and predicts nothing`,
    remedy: 'Use `prattle sample` with it, or name a run that was trained on a table.',
  });
}

function asJson({ path, manifest }: OpenedRun, examples: readonly unknown[], predictions: readonly Prediction[]): string {
  const answers = examples.map((input, index) => {
    const { values = {}, probabilities } = predictions[index] ?? {};
    return { input, prediction: values, ...(probabilities ? { probabilities } : {}) };
  });
  return `${JSON.stringify({ checkpoint: path, step: manifest.step, predictions: answers }, null, 2)}\n`;
}
