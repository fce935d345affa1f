import type { DoneEvent, Encoder, PreparedDataset, SplitName } from '@prattle/core';
import type { RunJudgement } from '@prattle/inspection';
import { measureNumbers, predict, type RunExpectation, type TrainRun, writeTexts } from '@prattle/runs';
import { knownFrom } from '@prattle/sampling';
import pc from 'picocolors';
import { judged } from '../report/text.js';
import { answersTable } from './answers-table.js';
import { formatBytes, formatDuration, formatNumber } from './format.js';
import type { Screen, TrainReporter } from './train-reporter.js';

const ITEMS = 20;
const ITEM_TOKENS = 64;
const TEXT_TOKENS = 300;
const TEMPERATURE = 0.8;
/** Held-out examples that are shown with their predictions. */
const ANSWERS = 8;

/** Says what will be learnt from, in one line or two. */
export function showData(screen: Screen, { spec, dataset, tokenizer }: TrainRun): void {
  const splits = Object.entries(dataset.sizes).map(([split, size]) => `${size} ${split}`);
  const question = dataset.encoder ? `, to predict ${dataset.encoder.targets.join(', ')} (${dataset.task})` : '';
  const vocabulary = tokenizer ? `, vocabulary ${tokenizer.vocabularySize}` : '';
  screen.write(
    `${pc.bold(spec.dataset.paths.join(', ') || spec.dataset.name)}: ${splits.join(', ')} ${dataset.unit}${vocabulary}${question}\n`,
  );
  const { duplicates } = dataset;
  if (duplicates && duplicates.acrossSplits > 0) {
    screen.write(
      pc.dim(`${duplicates.repeated} repeat another; ${duplicates.acrossSplits} held-out ones are also in the training split.\n`),
    );
  }
}

/** Says what the run will take, where it is known. */
export function showMemory(screen: Screen, { memory }: TrainRun): void {
  if (!memory) return;
  const parts = (['parameters', 'gradients', 'optimizer', 'average', 'activations'] as const).filter((part) => memory[part] > 0);
  const list = parts.map((part) => `${part} ${formatBytes(memory[part])}`).join(', ');
  screen.write(pc.dim(`Memory: about ${formatBytes(memory.total)} (${list}; batch ${memory.batch})\n`));
}

/** The end of a training run: its curve, what it writes now, where it is and what to do with it. */
export async function showResult(
  screen: Screen,
  reporter: TrainReporter,
  run: TrainRun,
  out: string,
  done: DoneEvent,
  judgement?: RunJudgement,
): Promise<void> {
  const curve = reporter.curve();
  if (curve !== '') screen.write(`\n${curve}\n`);
  screen.write(`\n${headline(done, run)}\n`);
  const { expected } = run.spec;
  if (expected && done.reason === 'finished') screen.write(`${pc.dim(comparedWithPlan(expected, done))}\n`);
  if (judgement) screen.write(`${pc.dim('Is this normal?')} ${judged(judgement)}\n`);
  if (done.reason !== 'interrupted') screen.write(`\n${await whatItCanDo(run)}\n`);
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

/** How far off the plan was. */
function comparedWithPlan(expected: RunExpectation, { seconds, finalLosses }: DoneEvent): string {
  const off = Math.round(100 * (seconds / expected.seconds - 1));
  const time = `The plan said ${formatDuration(expected.seconds)}: it took ${off === 0 ? 'just that' : `${Math.abs(off)} % ${off > 0 ? 'more' : 'less'}`}`;
  const loss = finalLosses.validation ?? finalLosses.train;
  if (expected.loss === null || loss === undefined) return `${time}.`;
  return `${time}. It expected a loss near ${expected.loss.toFixed(2)}: it is ${loss.toFixed(2)}.`;
}

async function whatItCanDo(run: TrainRun): Promise<string> {
  const { encoder } = run.dataset;
  return encoder ? answers(run, encoder) : samples(run);
}

/** Predictions beside the truth, for examples that were held out if there are any. */
async function answers({ model, dataset }: TrainRun, encoder: Encoder): Promise<string> {
  const split = (['validation', 'test', 'train'] satisfies SplitName[]).find((name) => dataset.sizes[name]) ?? 'train';
  const examples = dataset.examples?.(split) ?? [];
  const shown = examples.slice(0, ANSWERS);
  const questions = shown.map(({ input }) => input);
  const predictions = await predict(model, encoder, questions);
  const table = answersTable({ encoder, examples: questions, predictions, truths: shown.map(({ truth }) => truth) });
  const known = split === 'train' ? 'Examples that it was trained on' : `Examples that it never saw (${split})`;
  if (dataset.task === 'classification') return `${pc.dim(`${known}:`)}\n${table}`;
  const { mae, rmse, r2 } = await measureNumbers(model, encoder, examples);
  const measures = [`MAE ${formatNumber(mae)}`, `RMSE ${formatNumber(rmse)}`, ...(r2 === null ? [] : [`R2 ${r2.toFixed(4)}`])].join(', ');
  return `${pc.dim(`${known}:`)}\n${table}\n${pc.dim(`Over all ${examples.length} of them:`)} ${measures}`;
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
  const known = knownFrom(dataset, item);
  if (known === 'train') return pc.dim('in the training set');
  return known === 'held-out' ? pc.yellow('in the held-out set') : pc.green('new');
}

function nextSteps({ spec, dataset, tokenizer }: TrainRun, out: string, { reason }: DoneEvent): string {
  const { encoder } = dataset;
  const { steps } = spec.training;
  const longer = steps === 0 ? 1000 : 2 * steps;
  const more = [`prattle train --out ${out} --resume --steps ${longer}`, reason === 'interrupted' ? 'go on' : 'train it longer'];
  const report = [`prattle report ${out}`, 'all about it, as a page'];
  const lines = encoder
    ? [
        [`prattle predict ${out} ${askedInShell(dataset)}`, 'ask it'],
        [`prattle eval ${out}`, 'measure it on all that was held out'],
        more,
        report,
      ]
    : [
        ...(dataset.kind === 'dialogs' ? [[`prattle chat ${out}`, 'talk with it']] : []),
        [`prattle sample ${out}${tokenizer ? ' --temperature 1' : ''}`, 'more of it'],
        more,
        report,
        ['prattle train notes.txt', 'your own text'],
      ];
  const width = Math.max(...lines.map(([command = '']) => command.length));
  // Set by what runs this program from a clone, where the shell knows no `prattle`.
  const typed = process.env.PRATTLE_COMMAND;
  return [
    `The run is in ${pc.bold(out)}. Try next:`,
    ...lines.map(([command = '', what]) => `  ${command.padEnd(width)}  ${pc.dim(`${what}`)}`),
    ...(typed ? [pc.dim(`In this clone, write ${typed} for prattle.`)] : []),
  ].join('\n');
}

/** A question of the data as one argument of a shell. */
function askedInShell(dataset: PreparedDataset): string {
  const input = dataset.examples?.('train', 1)[0]?.input;
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  return `'${text.replaceAll("'", "'\\''")}'`;
}
