import type { DoneEvent, PreparedDataset } from '@prattle/core';
import { type TrainRun, writeTexts } from '@prattle/runs';
import pc from 'picocolors';
import { formatDuration } from './format.js';
import type { Screen, TrainReporter } from './train-reporter.js';

const ITEMS = 20;
const ITEM_TOKENS = 64;
const TEXT_TOKENS = 300;
const TEMPERATURE = 0.8;

/** Says what will be learnt from, in one line or two. */
export function showData(screen: Screen, { spec, dataset, tokenizer }: TrainRun): void {
  const unit = dataset.kind === 'words' ? 'words' : 'tokens';
  const splits = Object.entries(dataset.sizes).map(([split, size]) => `${size} ${split}`);
  const vocabulary = tokenizer ? `, vocabulary ${tokenizer.vocabularySize}` : '';
  screen.write(`${pc.bold(spec.dataset.paths.join(', ') || spec.dataset.name)}: ${splits.join(', ')} ${unit}${vocabulary}\n`);
  const { duplicates } = dataset;
  if (duplicates && duplicates.acrossSplits > 0) {
    screen.write(
      pc.dim(`${duplicates.repeated} repeat another; ${duplicates.acrossSplits} held-out ones are also in the training split.\n`),
    );
  }
}

/** The end of a training run: its curve, what it writes now, where it is and what to do with it. */
export async function showResult(screen: Screen, reporter: TrainReporter, run: TrainRun, out: string, done: DoneEvent): Promise<void> {
  const curve = reporter.curve();
  if (curve !== '') screen.write(`\n${curve}\n`);
  screen.write(`\n${headline(done, run)}\n`);
  if (run.tokenizer && done.reason !== 'interrupted') screen.write(`\n${await samples(run)}\n`);
  screen.write(`\n${nextSteps(run, out, done)}\n`);
}

function headline({ step, seconds, reason, finalLosses }: DoneEvent, { spec, backend }: TrainRun): string {
  const losses = Object.entries(finalLosses).map(([split, loss]) => `${split} loss ${loss?.toFixed(4)}`);
  const facts = [`${step} steps in ${formatDuration(seconds)}`, ...losses].join(', ');
  if (reason === 'interrupted') return pc.yellow(`Interrupted and saved: ${facts}.`);
  if (reason === 'time') {
    return pc.yellow(
      `Time is up after ${step} of ${spec.training.steps} steps on ${backend.name}, so it has learnt less than it could: ${facts}.`,
    );
  }
  return pc.bold(`Done: ${facts}.`);
}

async function samples({ model, tokenizer, dataset, spec }: TrainRun): Promise<string> {
  if (!tokenizer) return '';
  const options = { temperature: TEMPERATURE, seed: spec.training.seed };
  if (dataset.kind !== 'words') {
    const [text = ''] = await writeTexts(model, tokenizer, { ...options, tokens: TEXT_TOKENS });
    return `${pc.dim('It now writes:')}\n${text.trim()}`;
  }
  const items = await writeTexts(model, tokenizer, { ...options, tokens: ITEM_TOKENS, count: ITEMS });
  const width = Math.max(...items.map((item) => item.length));
  return `${pc.dim(`${ITEMS} new items:`)}\n${items.map((item) => `  ${item.padEnd(width)}  ${novelty(item, dataset)}`).join('\n')}`;
}

function novelty(item: string, dataset: PreparedDataset): string {
  if (dataset.contains?.('train', item)) return pc.dim('in the training set');
  if (dataset.contains?.('validation', item) || dataset.contains?.('test', item)) return pc.yellow('in the held-out set');
  return pc.green('new');
}

function nextSteps({ spec, tokenizer }: TrainRun, out: string, { reason }: DoneEvent): string {
  const lines = [
    [`prattle sample ${out}${tokenizer ? ' --temperature 1' : ''}`, 'more of it'],
    [`prattle train --out ${out} --resume --steps ${spec.training.steps * 2}`, reason === 'interrupted' ? 'go on' : 'train it longer'],
    ['prattle train notes.txt', 'your own text'],
  ];
  const width = Math.max(...lines.map(([command = '']) => command.length));
  return [
    `The run is in ${pc.bold(out)}. Try next:`,
    ...lines.map(([command = '', what]) => `  ${command.padEnd(width)}  ${pc.dim(`${what}`)}`),
  ].join('\n');
}
