import type { PreparedDataset, SplitName, Tokenizer } from '@prattle/core';
import { UsageError } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { inferDataset } from '@prattle/datasets';
import { prepareRun, type RunSpec } from '@prattle/runs';
import { type Evaluation, evaluate } from '@prattle/training';
import { Command } from 'commander';
import { addUseOptions, type UseOptions, useRun } from '../open-for-use.js';
import { openRegistry } from '../registry.js';
import { formatTable } from '../terminal/format.js';
import type { LoadedCommand } from './index.js';

interface EvalOptions extends UseOptions {
  readonly json?: boolean;
  readonly split?: string;
}

const SPLITS: readonly SplitName[] = ['train', 'validation', 'test'];

/** `prattle eval RUN [DATA]`: loss, perplexity, bits and accuracy over whole splits. */
export function create(): LoadedCommand {
  const command = new Command('eval')
    .argument('<run>', 'folder of a run or of a checkpoint')
    .argument('[data...]', 'other data than the run was trained on')
    .option('--split <name>', `one of ${SPLITS.join(', ')} (default: validation and test)`);
  addUseOptions(command).addHelpText('after', EXAMPLES);
  command.action(async (run: string, data: string[], options: EvalOptions) => {
    const registry = await openRegistry();
    const storage = fileStorage();
    const rows = await useRun(registry, storage, run, options, async ({ model, tokenizer, spec }, backend) => {
      const elsewhere = data.length > 0 ? await inferDataset(data, { storage, known: registry.list('dataset') }) : undefined;
      const evaluated: RunSpec = elsewhere
        ? { ...spec, dataset: { name: elsewhere.plugin.name, paths: elsewhere.paths, settings: {} } }
        : spec;
      const { dataset } = await prepareRun(registry, evaluated, storage, tokenizer);
      const shape = { batch: spec.training.batch, context: spec.training.context ?? 0 };
      const measured: Row[] = [];
      for (const split of chosenSplits(dataset, options.split, elsewhere !== undefined)) {
        const evaluation = await evaluate({ model, backend, batches: dataset.sweep(split, shape) });
        if (evaluation) measured.push(rowOf(split, evaluation, tokenizer));
      }
      return measured;
    });
    process.stdout.write(options.json ? `${JSON.stringify({ run, splits: rows }, null, 2)}\n` : `${table(rows)}\n`);
  });
  return { command };
}

const EXAMPLES = `
Examples:
  prattle eval runs/names
  prattle eval runs/shakespeare other.txt --split train`;

interface Row extends Evaluation {
  readonly split: SplitName;
  readonly bitsPerCharacter?: number;
}

function rowOf(split: SplitName, evaluation: Evaluation, tokenizer: Tokenizer | undefined): Row {
  return { split, ...evaluation, ...(tokenizer?.kind === 'character' ? { bitsPerCharacter: evaluation.bitsPerToken } : {}) };
}

/** Of the run's own data what it has not learnt from; of other data all of it. */
function chosenSplits({ sizes }: PreparedDataset, wanted: string | undefined, elsewhere: boolean): SplitName[] {
  const present = SPLITS.filter((split) => (sizes[split] ?? 0) > 0);
  if (wanted !== undefined) {
    const found = present.find((split) => split === wanted);
    if (found) return [found];
    throw new UsageError({
      package: 'cli',
      code: 'usage',
      what: `The data has no split "${wanted}"`,
      remedy: `It has: ${present.join(', ')}.`,
    });
  }
  const heldOut = present.filter((split) => split !== 'train');
  return elsewhere || heldOut.length === 0 ? present : heldOut;
}

function table(rows: readonly Row[]): string {
  const unit = rows.some((row) => row.bitsPerCharacter !== undefined) ? 'bits/character' : 'bits/token';
  return formatTable([
    ['split', 'targets', 'loss', 'perplexity', unit, 'accuracy'],
    ...rows.map((row) => [
      row.split,
      String(row.targets),
      row.loss.toFixed(4),
      row.perplexity.toFixed(3),
      row.bitsPerToken.toFixed(4),
      row.accuracy === undefined ? '' : `${(100 * row.accuracy).toFixed(1)} %`,
    ]),
  ]);
}
